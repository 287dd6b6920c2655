// What is sent outside, against real servers: what arrives, in which form, what happens when the
// receiver fails, and which addresses are never reached.
//
//     node tests/reach/run.mjs BUILD-DIRECTORY
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import assert from 'node:assert/strict'
import { end, Park, sleep, test } from './tap.mjs'
import { certificate, httpReceiver, readMail, smtpReceiver } from './receivers.mjs'

const build = process.argv[2]
const program = join(build, 'lianyuan'), sender = join(build, 'tests/reach_sender')

async function withPark(fn, sample) {
  const park = new Park(program, sample)
  const open = []
  const keep = r => (open.push(r), r)
  try {
    await fn(park, keep)
  } finally {
    open.forEach(r => r.close())
    park.drop()
  }
}

const withSample = fn => withPark(fn, true)

// The program runs beside our servers, so never synchronously while it sends.
function run(park, command, words, env = {}) {
  return new Promise(done => {
    const child = spawn(command, words, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    child.stdout.on('data', d => { out += d })
    child.stderr.on('data', d => { out += d })
    child.on('close', status => done({ status, out }))
  })
}
const jobs = (park, env) => run(park, program, ['jobs', 'run', '--data', park.data], env)
const drain = (park, env, ahead = 0) => run(park, sender, [park.data, 'drain', String(ahead)], env)
const rows = park => park.json('outbox', 'list').rows
const only = park => { const r = rows(park); assert.equal(r.length, 1); return r[0] }

await test('a webhook is signed as Standard Webhooks says, and named the same at every try', () => withPark(async (park, keep) => {
  const answers = ['500', 'reset', '429', 'half', 'redirect', 'hang', 'ok']
  const r = keep(await httpReceiver(n => answers[n]))
  const made = park.channel('webhook', r.url + '/in?a=b', '--plain', '--inside')
  park.run('channel', 'test', made.id)
  assert.equal((await drain(park)).status, 0)
  assert.deepEqual(r.got.map(g => g.how), answers)
  assert.equal(new Set(r.got.map(g => g.headers['webhook-id'])).size, 1)
  assert.equal(new Set(r.got.map(g => g.body)).size, 1)
  assert.ok(r.got.every(g => g.url === '/in?a=b'), 'no redirect was followed')
  for (const g of r.got) {
    const key = Buffer.from(made.secret.replace(/^whsec_/, ''), 'base64')
    const text = `${g.headers['webhook-id']}.${g.headers['webhook-timestamp']}.${g.body}`
    assert.equal(g.headers['webhook-signature'], 'v1,' + createHmac('sha256', key).update(text).digest('base64'))
    assert.equal(g.headers['idempotency-key'], g.headers['webhook-id'])
    assert.ok(Math.abs(Date.now() / 1000 - g.headers['webhook-timestamp']) < 60)
  }
  const rest = r.got.findIndex(g => g.how === '429')
  assert.ok(r.got[rest + 1].at - r.got[rest].at >= 950, 'Retry-After: 1 was kept')
  assert.equal(only(park).state, 'sent')
}))

await test('what must not be tried again is laid aside with its reason, and can be tried by hand', () => withPark(async (park, keep) => {
  let answer = '410'
  const r = keep(await httpReceiver(() => answer))
  const made = park.channel('webhook', r.url, '--plain', '--inside')
  park.run('channel', 'test', made.id)
  await jobs(park)
  assert.equal(only(park).state, 'dead')
  assert.match(only(park).fault, /410/)
  assert.match(park.command(['doctor']).stdout, /1 条消息发不出去/)
  answer = 'ok'
  park.run('outbox', 'retry', only(park).id)
  await jobs(park)
  assert.equal(only(park).state, 'sent')
  assert.equal(new Set(r.got.map(g => g.headers['webhook-id'])).size, 1)
}))

await test('an answer without end is cut off', () => withPark(async (park, keep) => {
  const r = keep(await httpReceiver(() => 'big'))
  const made = park.channel('webhook', r.url, '--plain', '--inside')
  park.run('channel', 'test', made.id)
  await jobs(park)
  assert.equal(only(park).state, 'sent') // the status was the answer
}))

await test('bots: each in its own form, signed, their error codes read from the body', () => withPark(async (park, keep) => {
  let answer = 'ok'
  const r = keep(await httpReceiver(() => answer))
  const bots = {
    wecom: park.channel('wecom', r.url + '/w?key=k', '--plain', '--inside'),
    dingtalk: park.channel('dingtalk', r.url + '/d?access_token=t', '--plain', '--inside', '--secret', 'SECd'),
    feishu: park.channel('feishu', r.url + '/f/hook', '--plain', '--inside', '--secret', 'SECf'),
  }
  for (const kind of Object.keys(bots)) park.run('channel', 'test', bots[kind].id)
  await jobs(park)
  const by = path => r.got.find(g => g.url.startsWith(path))
  assert.match(JSON.parse(by('/w').body).text.content, /^【.*】.*wecom/)
  const d = new URL(by('/d').url, r.url).searchParams
  assert.equal(d.get('sign'), createHmac('sha256', 'SECd').update(`${d.get('timestamp')}\nSECd`).digest('base64'))
  assert.equal(d.get('access_token'), 't')
  const f = JSON.parse(by('/f').body)
  assert.equal(f.sign, createHmac('sha256', `${f.timestamp}\nSECf`).update('').digest('base64'))
  assert.equal(f.msg_type, 'text')
  answer = 'bot-130101'
  park.run('channel', 'test', bots.dingtalk.id)
  await jobs(park)
  const held = park.json('channel', 'list').rows.find(c => c.kind === 'dingtalk').held_until
  const rest = new Date(held) - Date.now()
  assert.ok(rest > 9 * 60000 && rest <= 10 * 60000, 'ten minutes of rest')
  answer = 'bot-19021'
  park.run('channel', 'test', bots.feishu.id)
  await jobs(park)
  assert.equal(rows(park).find(x => x.channel_name.startsWith('feishu')).state, 'dead')
}))

await test('a bot gets at most twenty in a minute, also across a restart', () => withPark(async (park, keep) => {
  const r = keep(await httpReceiver())
  const made = park.channel('wecom', r.url, '--plain', '--inside')
  for (let i = 0; i < 25; i++) park.run('channel', 'test', made.id)
  await jobs(park)
  assert.equal(r.got.length, 20)
  await jobs(park) // another process: it knows
  assert.equal(r.got.length, 20)
  assert.equal(rows(park).filter(x => x.state === 'waiting').length, 5)
}))

await test('no address of the inside is reached unless that channel may', () => withPark(async (park, keep) => {
  const r = keep(await httpReceiver())
  const port = new URL(r.url).port
  const hosts = ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '2130706433', '0177.0.0.1',
    '0x7f000001', '0x7f.1', '127.1', '0', '0.0.0.0', '[::]', '127.255.255.254', '10.1.2.3', '172.16.0.1', '192.168.0.1',
    '100.64.0.1', '169.254.169.254', '[fe80::1]', '[fd00::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '224.0.0.1', '127.0.0.1.']
  for (const host of hosts) {
    const made = park.channel('webhook', `http://${host}:${port}/${encodeURIComponent(host)}`, '--plain')
    park.run('channel', 'test', made.id)
  }
  await jobs(park)
  assert.deepEqual(r.got.map(g => g.url), [])
  for (const x of rows(park)) assert.notEqual(x.state, 'sent', x.channel_name)
  // "127.0.0.1." and the like may be no name at all; everything else is refused by its place
  const refused = rows(park).filter(x => x.state === 'dead' && /内部网络/.test(x.fault))
  assert.ok(refused.length >= hosts.length - 3, `${refused.length} of ${hosts.length}: ` +
    JSON.stringify(rows(park).filter(x => !/内部网络/.test(x.fault)).map(x => [x.channel_name, x.fault])))
  // never, not even when allowed: a cloud's metadata
  const meta = park.channel('webhook', `http://169.254.169.254/latest`, '--plain', '--inside')
  park.run('channel', 'test', meta.id)
  await jobs(park)
  assert.match(rows(park)[0].fault, /内部网络/)
}))

await test('a redirect into the inside leads nowhere', () => withPark(async (park, keep) => {
  const secret = keep(await httpReceiver())
  const r = keep(await httpReceiver(() => 'redirect'))
  const made = park.channel('webhook', r.url, '--plain', '--inside')
  park.run('channel', 'test', made.id)
  await jobs(park)
  assert.equal(r.got.length, 1)
  assert.equal(secret.got.length, 0)
  assert.match(only(park).fault, /302/)
}))

await test('other protocols and names in addresses are not taken', () => withPark(async park => {
  for (const address of ['http://hook.example/', 'file:///etc/passwd', 'ftp://x.example/', 'gopher://x.example/', 'https://a:b@x.example/', 'dict://x/', 'https://'])
    assert.notEqual(park.command(['channel', 'add', 'webhook', 'x', address]).status, 0, address)
  assert.equal(park.command(['channel', 'add', 'wecom', 'x', 'http://x.example/', '--plain']).status, 0)
}))

await test('a mail goes over TLS to a server whose certificate is trusted', () => withPark(async (park, keep) => {
  const pem = certificate(park.dir)
  const tls = { key: readFileSync(pem.key), cert: readFileSync(pem.cert) }
  const trust = { LIANYUAN_CA_FILE: pem.cert }
  const users = []
  const login = { authOptional: false, onAuth: (a, s, done) => (users.push(a.username + '/' + a.password), done(null, { user: a.username })) }
  const start = keep(await smtpReceiver({ ...tls, ...login }))
  const whole = keep(await smtpReceiver({ ...tls, secure: true }))
  const bare = keep(await smtpReceiver({ disabledCommands: ['STARTTLS'] }))
  const a = park.channel('mail', `smtp://localhost:${start.port}`, '--inside', '--sender', 'list@park.example', '--login', 'u', '--secret', 'p\'w')
  const b = park.channel('mail', `smtps://localhost:${whole.port}`, '--inside', '--sender', 'list@park.example')
  const c = park.channel('mail', `smtp://localhost:${bare.port}`, '--inside', '--sender', 'list@park.example')
  const send = async env => {
    for (const x of [a, b, c]) park.run('channel', 'test', x.id)
    await jobs(park, env)
  }
  await send(trust)
  assert.equal(start.got.length, 1)
  assert.equal(whole.got.length, 1)
  assert.equal(bare.got.length, 0, 'never without TLS')
  assert.ok(start.got[0].secure && whole.got[0].secure)
  assert.deepEqual([...new Set(users)], ["u/p'w"])
  const m = readMail(start.got[0].text)
  assert.match(m.fields.subject, /这是一条试发的消息：mail/)
  assert.match(m.fields['message-id'], /^<ly_[0-9a-f]{32}@/)
  assert.equal(m.fields['auto-submitted'], 'auto-generated')
  assert.match(m.text, /自动消息/)
  await send() // by a program that does not know this authority
  assert.equal(start.got.length + whole.got.length, 2)
  assert.deepEqual(users.length, 1)
  assert.ok(rows(park).some(x => /证书/.test(x.fault)))
  const d = park.channel('mail', `smtp://localhost:${bare.port}`, '--inside', '--plain', '--sender', 'list@park.example')
  park.run('channel', 'test', d.id)
  await jobs(park)
  assert.equal(bare.got.length, 1, 'but when the administrator says so')
}))

await test('a refused receiver is laid aside, a busy server is tried again', () => withPark(async (park, keep) => {
  const pem = certificate(park.dir)
  const codes = [550, 451, 452]
  const mail = keep(await smtpReceiver({ key: readFileSync(pem.key), cert: readFileSync(pem.cert) }, () => {
    const responseCode = codes.shift()
    return responseCode && Object.assign(new Error('no'), { responseCode })
  }))
  const made = park.channel('mail', `smtp://localhost:${mail.port}`, '--inside', '--sender', 'list@park.example')
  park.run('channel', 'test', made.id)
  await jobs(park, { LIANYUAN_CA_FILE: pem.cert })
  assert.equal(only(park).state, 'dead')
  assert.match(only(park).fault, /550/)
  park.run('outbox', 'retry', only(park).id)
  assert.equal((await drain(park, { LIANYUAN_CA_FILE: pem.cert })).status, 0)
  assert.equal(mail.got.length, 1)
  assert.equal(only(park).tries, 4)
}))

await test('a running service sends by itself, ends at once, and says nothing of secrets', () => withPark(async (park, keep) => {
  const r = keep(await httpReceiver(n => n === 1 ? 'hang' : 'ok'))
  const made = park.channel('webhook', r.url + '/very-secret-path', '--plain', '--inside')
  const port = 20000 + Math.floor(Math.random() * 20000)
  const child = spawn(program, ['serve', '--data', park.data, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', d => { said += d })
  child.stderr.on('data', d => { said += d })
  const gone = new Promise(done => child.on('close', done))
  for (let i = 0; i < 100 && !said.includes('http'); i++) await sleep(50)
  park.run('channel', 'test', made.id)
  for (let i = 0; i < 100 && r.got.length < 1; i++) await sleep(50)
  assert.equal(r.got.length, 1)
  park.run('channel', 'test', made.id)
  for (let i = 0; i < 100 && r.got.length < 2; i++) await sleep(50)
  const begin = Date.now()
  child.kill('SIGTERM') // while the second one hangs
  assert.equal(await gone, 0)
  assert.ok(Date.now() - begin < 5000, 'it does not wait for the receiver')
  assert.equal(rows(park)[0].state, 'waiting') // and can be sent at once by the next
  const seen = said + park.run('channel', 'list') + park.run('outbox', 'list') + park.run('journal', 'list', '--format', 'json')
  assert.ok(!seen.includes('very-secret-path') && !seen.includes(made.secret))
  await jobs(park)
  assert.equal(r.got.length, 3)
}))

async function withService(park, fn) {
  const port = 20000 + Math.floor(Math.random() * 20000)
  const child = spawn(program, ['serve', '--data', park.data, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', d => { said += d })
  const gone = new Promise(done => child.on('close', done))
  for (let i = 0; i < 100 && !said.includes('http'); i++) await sleep(50)
  try {
    await fn(`http://127.0.0.1:${port}`)
  } finally {
    child.kill('SIGTERM')
    await gone
  }
}

// A park with a firm that has a mail address, a mail server, and one matter with a result.
async function resolved(park, keep) {
  const pem = certificate(park.dir)
  const mail = keep(await smtpReceiver({ key: readFileSync(pem.key), cert: readFileSync(pem.cert) }))
  park.channel('mail', `smtp://localhost:${mail.port}`, '--inside', '--sender', 'list@park.example')
  for (const [name, value] of [['reach.hours_from', '0'], ['reach.hours_to', '0'], ['reach.rest_days', '1']])
    park.run('setting', 'set', name, value)
  const firm = park.json('person', 'list', '--words', 'firm2').rows[0]
  park.run('person', 'edit', firm.id, '--version', String(firm.version), '--login', firm.login, '--name', firm.name,
    '--roles', firm.roles, '--org', firm.org, '--email', 'firm2@firm.example')
  const m = park.json('matter', 'raise', '--title', '厂门口积水', '--text', '雨后积水，货车进不来。', '--as', 'firm2')
  park.run('matter', 'accept', m.id, '--version', '1', '--as', 'coord')
  park.run('matter', 'resolve', m.id, '--version', '2', '--reason', '已疏通管道，并加装排水泵。', '--as', 'coord')
  const env = { LIANYUAN_CA_FILE: pem.cert }
  const state = () => park.json('matter', 'show', m.number, '--as', 'coord')
  return { mail, env, m, state: () => JSON.stringify(state()).match(/"state":"(\w+)"/)[1] }
}

await test('a link in a mail opens a page with one button; opening it changes nothing, and it works once', () => withSample(async (park, keep) => {
  const { mail, env, m, state } = await resolved(park, keep)
  await withService(park, async url => {
    assert.equal((await drain(park, { ...env, LIANYUAN_URL: url }, 120)).status, 0)
    const mine = mail.got.filter(g => g.to[0] === 'firm2@firm.example').map(g => readMail(g.text))
    const asking = mine.find(x => /已有办理结果/.test(x.fields.subject))
    assert.ok(asking, JSON.stringify(mine.map(x => x.fields.subject)))
    assert.ok(asking.text.includes(`${url}/matters/${m.id}`))
    const link = asking.text.match(/http\S+\/answer\/\S+/)[0]
    for (let i = 0; i < 3; i++) { // a mail program that looks at links beforehand
      const page = await (await fetch(link)).text()
      assert.match(page, /厂门口积水/)
      assert.match(page, /已疏通管道/)
      assert.equal(page.match(/<button/g).length, 1)
    }
    assert.equal(state(), 'resolved')
    const visit = await fetch(link)
    const html = await visit.text()
    const cookie = visit.headers.getSetCookie().map(c => c.split(';')[0]).join('; ')
    const token = html.match(/name="_token" value="([0-9a-f]+)"/)[1]
    const seen = html.match(/name="seen" value="([^"]*)"/)[1]
    const press = (with_token, to = link) => fetch(to, { method: 'POST', redirect: 'manual',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, body: `_token=${with_token}&seen=${seen}` })
    assert.equal((await press('00')).status, 403) // a page of somebody else's cannot press it
    assert.equal(state(), 'resolved')
    assert.match(await (await press(token, link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A'))).text(), /不能再用/)
    assert.equal(state(), 'resolved')
    assert.match(await (await press(token)).text(), /已确认/)
    assert.equal(state(), 'closed')
    assert.match(await (await press(token)).text(), /不能再用/)
    assert.match(await (await fetch(link)).text(), /不能再用/)
    const entry = park.json('journal', 'list').rows.find(e => e.verb === 'confirm')
    assert.ok(entry, 'the act stands in the journal')
  })
}))

await test('a link whose matter has moved on, or whose person was disabled, does nothing', () => withSample(async (park, keep) => {
  const { mail, env, m, state } = await resolved(park, keep)
  await withService(park, async url => {
    assert.equal((await drain(park, { ...env, LIANYUAN_URL: url }, 120)).status, 0)
    const texts = mail.got.filter(g => g.to[0] === 'firm2@firm.example').map(g => readMail(g.text).text)
    const link = texts.map(t => t.match(/http\S+\/answer\/\S+/)).find(Boolean)[0]
    park.run('person', 'disable', 'firm2')
    assert.match(await (await fetch(link)).text(), /不能再用/)
    park.run('person', 'enable', 'firm2')
    assert.match(await (await fetch(link)).text(), /厂门口积水/)
    park.run('matter', 'confirm', m.id, '--version', '3', '--as', 'firm2')
    assert.equal(state(), 'closed')
    assert.match(await (await fetch(link)).text(), /不能再用/)
  })
}))

await test('a webhook hears of matters as they move, and only of what it asked for', () => withSample(async (park, keep) => {
  const all = keep(await httpReceiver()), some = keep(await httpReceiver())
  park.channel('webhook', all.url, '--plain', '--inside')
  park.channel('webhook', some.url, '--plain', '--inside', '--events', 'matter.accepted org')
  await withService(park, async url => {
    const m = park.json('matter', 'raise', '--title', '路灯不亮', '--text', '厂区北门的路灯三天不亮了。', '--as', 'firm')
    park.run('matter', 'accept', m.id, '--version', '1', '--as', 'coord')
    for (let i = 0; i < 200 && (all.got.length < 2 || some.got.length < 1); i++) await sleep(50)
    const bodies = all.got.map(g => JSON.parse(g.body))
    assert.deepEqual(bodies.map(b => b.type), ['matter.raised', 'matter.accepted'])
    assert.ok(bodies.every(b => b.data.record === m.id && b.data.url === `${url}/matters/${m.id}`))
    assert.ok(!all.got.some(g => g.body.includes('路灯')), 'what it is about stays here')
    assert.deepEqual(some.got.map(g => JSON.parse(g.body).type), ['matter.accepted'])
  })
}))

// Debian's python3-icalendar is the calendar program of this test.
const python = '/usr/bin/python3'
const readIcs = `
import sys, json
from icalendar import Calendar
c = Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([[str(e['UID']), str(e['SUMMARY']), e['DTSTART'].dt.isoformat(), str(e.get('URL', ''))] for e in c.walk('VEVENT')]))
`

await test('a calendar program reads one person\'s due days, and nobody else\'s', () => withSample(async park => {
  await withService(park, async url => {
    const secret = park.json('feed', 'make', '--as', 'dept1').secret
    const answer = await fetch(`${url}/feeds/${secret}`)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type'), /^text\/calendar/)
    const text = Buffer.from(await answer.arrayBuffer())
    const { spawnSync } = await import('node:child_process')
    const read = spawnSync(python, ['-c', readIcs], { input: text, encoding: 'utf8' })
    assert.equal(read.status, 0, read.stderr)
    const events = JSON.parse(read.stdout)
    assert.ok(events.filter(e => e[0].startsWith('duty-')).length > 3)
    assert.ok(!events.some(e => e[0].startsWith('matter-')))
    assert.equal(new Set(events.map(e => e[0])).size, events.length)
    const duties = park.json('matter', 'duties', '--limit', '500', '--as', 'dept1').rows
    for (const [, title, day, link] of events.filter(e => e[0].startsWith('duty-'))) {
      const d = duties.find(x => title.includes(x.number))
      assert.ok(d, `${title} is not this department's`)
      assert.match(day, /^20\d\d-\d\d-\d\d$/)
      assert.ok(link.startsWith(`${url}/matters/`))
    }
    assert.equal((await fetch(`${url}/feeds/${secret.slice(0, -1)}_`)).status, 404)
    park.run('person', 'disable', 'dept1')
    assert.equal((await fetch(`${url}/feeds/${secret}`)).status, 404)
    park.run('person', 'enable', 'dept1')
    const next = park.json('feed', 'make', '--as', 'dept1').secret
    assert.equal((await fetch(`${url}/feeds/${secret}`)).status, 404)
    assert.equal((await fetch(`${url}/feeds/${next}`)).status, 200)
    park.run('feed', 'end', '--as', 'dept1')
    assert.equal((await fetch(`${url}/feeds/${next}`)).status, 404)
  })
}))

await test('a restored copy keeps quiet until somebody says that it is the real one', () => withPark(async (park, keep) => {
  const r = keep(await httpReceiver())
  const made = park.channel('webhook', r.url, '--plain', '--inside')
  park.run('channel', 'test', made.id)
  const file = join(park.dir, 'copy.db'), there = join(park.dir, 'there')
  park.run('backup', file)
  const done = await run(park, program, ['restore', file, '--data', there])
  assert.equal(done.status, 0, done.out)
  assert.match(done.out, /停用 1 个通知渠道/)
  await run(park, program, ['jobs', 'run', '--data', there])
  assert.equal(r.got.length, 0)
  await jobs(park) // the park itself goes on
  assert.equal(r.got.length, 1)
  const on = await run(park, program, ['channel', 'enable', made.id, '--data', there])
  assert.equal(on.status, 0, on.out)
  await run(park, program, ['jobs', 'run', '--data', there])
  assert.equal(r.got.length, 2) // under the same name: a receiver that remembers it takes nothing twice
  assert.equal(r.got[0].headers['webhook-id'], r.got[1].headers['webhook-id'])
}))

end()
