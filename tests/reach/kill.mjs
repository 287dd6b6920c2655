// kill -9 while messages are put and sent, again and again. Afterwards everything that was on the
// disk has arrived, no message under two names, and to each receiver in order. The control, which
// notes a message as sent before it sends it, must lose some.
//
//     node tests/reach/kill.mjs BUILD-DIRECTORY [ROUNDS]
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { end, Park, sleep, test } from './tap.mjs'
import { certificate, httpReceiver, readMail, smtpReceiver } from './receivers.mjs'

const build = process.argv[2], rounds = Number(process.argv[3] || 20)
const program = join(build, 'lianyuan'), sender = join(build, 'tests/reach_sender')

// Most are taken; of some the answer is lost or late, some are refused at first.
function mood() {
  const n = Math.random()
  return n < 0.04 ? '500' : n < 0.07 ? 'reset' : n < 0.09 ? 'hang' : n < 0.12 ? 'half' : n < 0.13 ? 'redirect' : 'ok'
}
const taken = r => r.how === 'ok' || r.how === 'reset' || r.how === 'hang' || r.how === 'half'

async function play(mode, count, stopEarly) {
  const park = new Park(program)
  const receivers = []
  for (let i = 0; i < 3; i++) {
    const r = await httpReceiver(mode === 'early' ? () => 'ok' : mood)
    receivers.push(r)
    park.channel('webhook', r.url + '/in', '--plain', '--inside')
  }
  const pem = certificate(park.dir)
  const { readFileSync } = await import('node:fs')
  const mail = await smtpReceiver({ key: readFileSync(pem.key), cert: readFileSync(pem.cert) })
  park.channel('mail', `smtp://localhost:${mail.port}`, '--inside', '--sender', 'list@park.example')
  const env = { LIANYUAN_CA_FILE: pem.cert }
  const acknowledged = new Set()
  let first = 1, lost = [], kills = 0
  const arrived = () => {
    const names = new Map() // message -> the names it came under
    const note = (n, name) => names.set(n, (names.get(n) || new Set()).add(name))
    for (const r of receivers)
      for (const q of r.got.filter(taken)) note(JSON.parse(q.body).data.title.slice(2), q.headers['webhook-id'])
    for (const m of mail.got) {
      const { fields } = readMail(m.text)
      note(fields.subject.slice(2), fields['message-id'])
    }
    return names
  }
  for (; kills < count; kills++) {
    const child = spawn(sender, [park.data, mode, String(first)], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', d => { said += d })
    const gone = new Promise(done => child.on('close', done))
    for (let i = 0; i < 500 && !said; i++) await sleep(10) // it is at work
    await sleep(20 + Math.random() * 350)
    child.kill('SIGKILL')
    await gone
    for (const line of said.split('\n').slice(0, -1)) acknowledged.add(line)
    for (const n of acknowledged) first = Math.max(first, Number(n))
    first += 1000 // no number twice, whatever was on the disk and not said
    if (stopEarly && kills % 5 === 4) {
      await drain()
      lost = [...acknowledged].filter(n => !arrived().has(n))
      if (lost.length) break
    }
  }
  async function drain() {
    const child = spawn(sender, [park.data, 'drain'], { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] })
    return new Promise(done => child.on('close', done))
  }
  const drained = await drain()
  const names = arrived()
  lost = [...acknowledged].filter(n => !names.has(n))
  const twice = [...names].filter(([, set]) => set.size > 1)
  const tries = receivers.reduce((n, r) => n + r.got.filter(taken).length, 0) + mail.got.length
  const order = receivers.every(r => {
    const seen = new Set(), firsts = []
    for (const q of r.got.filter(taken)) {
      const n = Number(JSON.parse(q.body).data.title.slice(2))
      if (!seen.has(n)) firsts.push(n)
      seen.add(n)
    }
    return firsts.every((n, i) => i === 0 || firsts[i - 1] < n)
  })
  const dead = park.json('outbox', 'list', '--state', 'dead').rows.length
  receivers.forEach(r => r.close())
  mail.close()
  park.drop()
  return { acknowledged: acknowledged.size, arrived: names.size, tries, lost, twice, order, dead, drained, kills, mails: mail.got.length }
}

const good = await play('send', rounds, false)
console.log(`# ${good.kills} kills, ${good.acknowledged} messages on the disk, ${good.arrived} arrived in ${good.tries} deliveries ` +
  `(${good.mails} mails), ${good.lost.length} lost, ${good.twice.length} under two names`)
await test('enough was going on', () => {
  if (good.acknowledged < rounds * 5) throw new Error(`only ${good.acknowledged} messages`)
  if (good.mails === 0) throw new Error('no mail arrived')
  if (good.tries <= good.arrived) throw new Error('nothing was ever delivered again: the kills hit nothing')
})
await test('nothing that was on the disk is lost', () => {
  if (good.drained !== 0) throw new Error('some still wait')
  if (good.dead) throw new Error(`${good.dead} were laid aside`)
  if (good.lost.length) throw new Error(good.lost.slice(0, 20).join(' '))
})
await test('a receiver that remembers names takes nothing twice', () => {
  if (good.twice.length) throw new Error(JSON.stringify(good.twice.slice(0, 5).map(([n, s]) => [n, [...s]])))
})
await test('each receiver is told in order', () => {
  if (!good.order) throw new Error('an older message came first after a newer one')
})
const control = await play('early', Math.max(40, rounds * 2), true)
console.log(`# control: ${control.kills} kills, ${control.lost.length} of ${control.acknowledged} lost`)
await test('the control (noted as sent before it is sent) loses some', () => {
  if (control.lost.length === 0) throw new Error('nothing was lost: this test would not see a loss')
})
end()
