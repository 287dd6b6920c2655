// A whole meeting: from the agenda to the minutes and to closed duties, with the network cut in the
// middle, a lost answer, somebody who was faster, and another hand on the pen.
import { axe, diag, must, open, picture, quiet, test } from './harness.mjs'
import { act, day, fill, send } from './stories.mjs'

const LINES = ['zrzy', 'zrzy gj 7', 'gj，zrzy 下周五', 's', '水务 d+7', 'hbj 3', 'sthj 15gzr', '规划建设局 0915', 'gafj 周五', 'xz5 zr',
  'yd szj', '自然 生态 月底', 'zr gj 7d', 'qq', 'rs jy 12月1日', 'xzsp mt', '1g', '0', 'gdzx +3', '国土', 'ＺＲ　７', 'gj gj gj 2', 'z7 xyd', '31 1301',
  '2027-02-30', '2027-02-28 sw', 'ht 后天', 'cj', 'sj', 'kc 999', 'kc 1000', '本周一', '下周日 rszj', 'g15 yj', 'jfj swgs ry']

const numbers = text => text.match(/\b20\d\d-\d{4}\b/g) || []

async function main(page) {
  return page.locator('main').innerText()
}

async function raise(page, title) {
  await act(page, '/matters/raise', { title, text: `${title}。请在会上明确由谁办、哪天办好。`, contact: '马小驹', phone: '0000-8820000' })
  const record = new URL(page.url()).pathname
  return { record, number: numbers(await main(page))[0], title }
}

// A meeting about these matters, invited to; answers its address.
async function meeting(coord, matters, title) {
  await act(coord, '/meetings/new', { title, day: day(0), time: '23:50', budget: '60', place: '三楼会议室', chair: '林远山' })
  const path = new URL(coord.url()).pathname
  must(/^\/meetings\/\d+$/.test(path), `after planning the page is ${path}`)
  for (const { number } of matters) {
    const form = coord.locator('.add-item form')
    await fill(form, { matter: number })
    must(await send(coord, form) === 303, `${number} was not added: ${await main(coord)}`)
  }
  return path
}

async function press(page, name) {
  const [response] = await Promise.all([
    page.waitForResponse(r => r.request().method() === 'POST' && r.request().isNavigationRequest()),
    page.locator('main').getByRole('button', { name, exact: true }).click(),
  ])
  await page.waitForLoadState()
  must(response.status() === 303, `${name} answers ${response.status()}: ${await main(page)}`)
}

async function story_of(page, record) {
  await page.goto(record)
  return page.locator('.story').innerText()
}

const queued = page => page.evaluate(() => Object.keys(localStorage).filter(k => k.includes('.act.')).length)

async function sent(page, what) {
  try {
    await page.waitForFunction(() => !Object.keys(localStorage).some(k => k.includes('.act.')), null, { timeout: 15000 })
  } catch {
    throw new Error(`${what}: still waiting: ${await page.locator('#queue').innerText()}`)
  }
}

// Owner, helper, date by keystrokes; then the words; Ctrl+Enter.
async function decide(page, line, solution, said) {
  await page.locator('#line').fill('')
  await page.locator('#line').pressSequentially(line)
  await page.keyboard.press('Enter')
  await page.keyboard.insertText(solution)
  if (said)
    await page.keyboard.press(said === 'yes' ? 'Alt+y' : 'Alt+n')
  await page.keyboard.press('Control+Enter')
}

async function lines_agree(browser, park, desk) {
  const page = await open(browser, park, { login: 'coord' })
  await page.goto(desk)
  const wrong = []
  for (const line of LINES) {
    const server = JSON.parse(park.command('meeting', 'line', line, '--format', 'json'))
    const mine = await page.evaluate(text => {
      const read = globalThis.lianyuanLines.read(text)
      const text_of = d => d === null ? null : new Date(d * 864e5).toISOString().slice(0, 10)
      return {
        lead: read.lead ? read.lead.label : null,
        helpers: read.helpers.map(d => d.label),
        day: text_of(read.day),
        words: read.words.map(w => ({ text: w.text, is: w.is, departments: (w.found || []).map(d => d.label), day: text_of(w.day ?? null) })),
      }
    }, line)
    if (JSON.stringify(server) !== JSON.stringify(mine))
      wrong.push(`${line}\n  server ${JSON.stringify(server)}\n  page   ${JSON.stringify(mine)}`)
  }
  quiet(page)
  await page.context().close()
  must(!wrong.length, wrong.join('\n'))
}

async function in_the_room(browser, park) {
  const firm = await open(browser, park, { login: 'firm' })
  const matters = []
  for (const title of ['厂区东门红线有误', '厂门口污水外溢', '蒸汽压力不稳', '员工宿舍没有公交', '配电间要增容', '消防水压不足'])
    matters.push(await raise(firm, `${title}（会）`))
  quiet(firm)
  const coord = await open(browser, park, { login: 'coord' })
  const path = await meeting(coord, matters, '企业诉求推进会')
  await press(coord, '发会议通知')
  await firm.goto('/meetings')
  must((await main(firm)).includes('企业诉求推进会'), 'the firm does not see the meeting it was asked to')
  await coord.goto(path)
  await press(coord, '开始会议')
  must(coord.url().endsWith('/desk'), `the beginning leads to ${coord.url()}`)
  return { firm, coord, path, matters }
}

// The decision as the server has it.
function record(park, number) {
  return JSON.parse(park.command('matter', 'show', number, '--format', 'json'))
}

const answers = (park, number) => record(park, number).story.filter(e => e.verb === 'answer').length

async function network_cut(browser, park, { firm, coord, path, matters }) {
  const keys = 'zr gj 7'
  must(keys.length + 1 <= 10, 'more than ten keystrokes')
  await coord.locator('#line').waitFor()
  await picture(coord, 'meeting-desk')
  await decide(coord, keys, '三日内到场勘界，七个工作日内更正。', 'yes')
  await sent(coord, 'the first decision')
  const first = record(park, matters[0].number)
  must(first.state === 'working' && first.department === '自然资源分局' && first.helpers === '规建局',
    `the first decision made ${first.state}, ${first.department}, ${first.helpers}`)
  must(first.duties[0].promise === await coord.evaluate(() => { const l = globalThis.lianyuanLines; return new Date(l.workdayAdd(7) * 864e5).toISOString().slice(0, 10) }),
    `the promise is ${first.duties[0].promise}`)
  must(answers(park, matters[0].number) === 1, 'not one answer')

  // The cable is pulled: two more are written; meanwhile the firm edits the third matter.
  await coord.context().setOffline(true)
  await decide(coord, 'swgs 3', '今天派人疏通，三个工作日内修好。', 'yes')
  await decide(coord, 'rqrl d5', '五天内调好压力。')
  await coord.waitForFunction(() => document.querySelector('#queue').classList.contains('offline'))
  must(await queued(coord) === 2, `${await queued(coord)} wait`)
  must((await coord.locator('#net').innerText()).includes('2 条'), await coord.locator('#net').innerText())
  await picture(coord, 'meeting-offline')
  const third = matters[2]
  await act(firm, third.record + '/edit', { text: '蒸汽压力不稳，今天上午已经停产。' })
  must(record(park, matters[1].number).state === 'raised', 'something came through the cut cable')
  coord.complaints.length = 0 // the browser reports each request that found no network
  await coord.context().setOffline(false)
  await coord.locator('#queue li.conflict').waitFor({ timeout: 20000 })
  const second = record(park, matters[1].number)
  must(second.state === 'working' && second.department === '水务公司', `behind the cut: ${second.state}`)
  must(record(park, third.number).state === 'raised', 'a decision about another text was taken')
  const box = await coord.locator('#queue li.conflict').innerText()
  must(box.includes('五天内调好压力') && box.includes('今天上午已经停产'), `mine and theirs are not side by side:\n${box}`)
  await picture(coord, 'meeting-conflict')
  const said = await axe(coord)
  must(!said, said)
  await coord.getByRole('button', { name: '仍按我记的定' }).click()
  await sent(coord, 'the settled conflict')
  must(record(park, third.number).department === '燃热公司', 'the settled conflict is not on the list')
  coord.complaints.length = 0
}

// The server took it, the answer was lost: the same act id again, the first outcome, one answer.
async function lost_answer(browser, park, { coord, matters }) {
  let lost = 0
  await coord.route('**/decide', async route => {
    if (lost++)
      return route.fallback()
    await route.fetch({ maxRedirects: 0 })
    await route.abort('connectionreset')
  })
  await decide(coord, 'shsy 5', '下周起加开一班。', 'yes')
  await sent(coord, 'the decision whose answer was lost')
  await coord.unroute('**/decide')
  must(lost >= 2, 'it was not sent again')
  must(answers(park, matters[3].number) === 1, `${answers(park, matters[3].number)} answers`)
  coord.complaints.length = 0
}

// What waits survives the page: closed and opened again, it is sent.
async function reopened_page(browser, park, { coord, matters, path }) {
  await coord.route('**/decide', route => route.abort('internetdisconnected'))
  await decide(coord, 'gdzx 10', '十个工作日内增容。', 'no')
  await coord.waitForFunction(() => document.querySelector('#net').textContent.includes('1 条'))
  coord.once('dialog', dialog => dialog.accept())
  const copy = await coord.context().newPage()
  await coord.close({ runBeforeUnload: false })
  copy.complaints = []
  await copy.goto(path + '/desk')
  await sent(copy, 'what was left by the closed page')
  const made = record(park, matters[4].number)
  must(made.state === 'working' && made.department === '供电中心', `${made.state}, ${made.department}`)
  must(answers(park, matters[4].number) === 1, 'not one answer')
  must((await story_of(copy, matters[4].record)).includes('企业不认可'), 'the firm’s no is not in the story')
  return copy
}

async function one_pen(browser, park, { path, matters }, coord) {
  const second = await open(browser, park, { login: 'coord2' })
  await second.goto(path + '/desk')
  must((await second.locator('#pen').innerText()).includes('执笔'), 'who writes is not said')
  must(await second.locator('#entry').isHidden(), 'two could write at once')
  await coord.goto(path + '/desk')
  await coord.locator(`[data-go]`).last().click()
  await act(second, path + '/pen', { take: true })
  must(await second.locator('#entry').isVisible(), 'the pen was not handed over')
  await coord.locator('#line').waitFor()
  await decide(coord, 'yjj 5', '由应急局加压。')
  await coord.locator('#queue li.conflict').waitFor()
  must((await coord.locator('#queue li.conflict').innerText()).includes('执笔'), 'it is not said who writes now')
  must(record(park, matters[5].number).state === 'raised', 'two wrote at once')
  coord.once('dialog', dialog => dialog.accept())
  await coord.getByRole('button', { name: '放弃我记的' }).click()
  await sent(coord, 'the dropped one')
  await act(coord, path + '/pen', { take: true })
  await decide_plain(second, path, matters[5])
  await second.context().close()
}

// Without the pen the plain form is refused too, and keeps what was typed.
async function decide_plain(page, path, matter) {
  await page.goto(path + '/desk')
  const href = await page.locator(`.question[data-number="${matter.number}"]`).getAttribute('data-decide')
  await page.goto(href)
  const form = page.locator('main form[method=post]').first()
  await fill(form, { kind: '暂缓', solution: '另行研究。' })
  must(await send(page, form) === 409, 'a plain form wrote without the pen')
  must(await page.locator('[name=solution]').inputValue() === '另行研究。', 'what was typed is lost')
}

async function screen(browser, park, { path, matters }) {
  const leader = await open(browser, park, { login: 'leader' })
  await leader.goto(path + '/room')
  await leader.locator('.room-title').waitFor()
  const before = await leader.locator('.room-title').innerText()
  const big = await leader.locator('.room-title').evaluate(e => parseFloat(getComputedStyle(e).fontSize) / innerHeight)
  must(big >= 0.06, `the question takes ${(big * 100).toFixed(1)} % of the height`)
  await picture(leader, 'meeting-room')
  await leader.keyboard.press('ArrowLeft')
  await leader.waitForFunction(text => document.querySelector('.room-title').innerText !== text, before)
  const timer = await leader.locator('.room-timer').innerText()
  must(/^\d+:\d\d$/.test(timer), `the timer says ${timer}`)
  await leader.waitForFunction(text => document.querySelector('.room-timer').textContent !== text, timer)
  const said = await axe(leader)
  must(!said, said)
  quiet(leader)
  await leader.context().close()
}

async function minutes(browser, park, { path, matters }, coord) {
  await coord.goto(path + '/desk')
  await press(coord, '结束会议')
  await act(coord, path + '/attend', { present: '林远山，唐小满', opening: '会议强调，件件有着落。' })
  const text = await main(coord)
  for (const { title } of matters.slice(0, 5))
    must(text.includes(title), `the minutes lack ${title}`)
  must(text.includes('会上未及讨论') && text.includes('由自然资源分局主办，规建局协办'), `the minutes say:\n${text.slice(0, 2000)}`)
  const [download] = await Promise.all([
    coord.waitForEvent('download'),
    coord.getByRole('link', { name: '下载 docx' }).click(),
  ])
  must(download.suggestedFilename().endsWith('.docx'), download.suggestedFilename())
  await picture(coord, 'meeting-minutes')
  const pdf = await coord.pdf({ preferCSSPageSize: true })
  must(pdf.length > 20000, 'the printed minutes are empty')
  await coord.goto(path)
  await press(coord, '印发纪要')
  const refused = await coord.goto(path + '/attend')
  must(refused.status() === 200, 'the form of final minutes is gone')
  const form = coord.locator('main form[method=post]').first()
  must(await send(coord, form) === 409, 'final minutes could be changed')
}

// What the room decided is worked off by the departments, and closed with the firm's word.
async function to_closed(browser, park, { matters, firm }) {
  for (const [i, login] of [[0, 'dept2'], [1, 'dept15']]) {
    const page = await open(browser, park, { login })
    await page.goto(matters[i].record)
    const link = page.locator('main a[href*="/duties/"][href$="/done"]').first()
    must(await link.count(), `the record offers no end: ${await main(page)}`)
    await act(page, await link.getAttribute('href'), { result: '已按会上议定办好。' })
    quiet(page)
    await page.context().close()
  }
  const helper = await open(browser, park, { login: 'dept3' })
  await helper.goto(matters[0].record)
  await act(helper, await helper.locator('main a[href*="/duties/"][href$="/answer"]').first().getAttribute('href'), { solution: '配合更正。', promise: day(5) })
  await helper.goto(matters[0].record)
  await act(helper, await helper.locator('main a[href*="/duties/"][href$="/done"]').first().getAttribute('href'), { result: '已配合。' })
  await helper.context().close()
  for (const i of [0, 1]) {
    await act(firm, matters[i].record + '/confirm', { rating: '满意' })
    must(record(park, matters[i].number).state === 'closed', `${matters[i].title} is not closed`)
  }
  firm.complaints.length = 0
  await firm.context().close()
  const coord = await open(browser, park, { login: 'coord' })
  for (const kind of ['assign', 'close']) {
    await coord.goto(`${matters[0].record}/paper/${kind}`)
    const [slip] = await Promise.all([coord.waitForEvent('download'), coord.getByRole('link', { name: '下载 docx' }).click()])
    must(slip.suggestedFilename().includes(matters[0].number), slip.suggestedFilename())
  }
  await coord.context().close()
}

// The same without JavaScript: agenda by the rule, plain forms, the pen, the end.
async function plain(browser, park) {
  const coord = await open(browser, park, { login: 'coord2', js: false })
  await act(coord, '/meetings/new', { title: '不用脚本的会', day: day(1), time: '9:30', budget: '40', place: '二楼' })
  const path = new URL(coord.url()).pathname
  await press(coord, '按清单排议程')
  must(/议程（[1-9]\d* 项）/.test(await main(coord)), 'the agenda is empty')
  await picture(coord, 'meeting-plain')
  must((await main(coord)).includes('+'), 'no reason is given')
  await press(coord, '不发通知，直接开始').catch(async () => {
    await coord.goto(path)
    await coord.locator('details.menu summary', { hasText: '更多' }).click()
    await press(coord, '不发通知，直接开始')
  })
  const link = coord.locator('.question').first().getByRole('link', { name: '记录议定' })
  await act(coord, await link.getAttribute('href'), { kind: '暂缓', solution: '另行研究。', said: '未表态' })
  must((await main(coord)).includes('另行研究'), 'the decision is not on the page')
  quiet(coord)
  await coord.context().close()
}

export async function story_meeting(browser, park) {
  let room, coord
  if (!await test('a meeting is planned, its guests are told, it begins', async () => { room = await in_the_room(browser, park) }))
    return
  await test('the page reads a line as the server does', () => lines_agree(browser, park, room.path + '/desk'))
  await test('decisions go on without a network; who was faster is shown beside', () => network_cut(browser, park, room))
  await test('an answer that was lost is not a second act', () => lost_answer(browser, park, room))
  await test('what waits survives the page', async () => { coord = await reopened_page(browser, park, room) })
  await test('one secretary holds the pen', () => one_pen(browser, park, room, coord))
  await test('the screen in the room is large, turns by key and keeps time', () => screen(browser, park, room))
  await test('the minutes are printed, written as docx, and final', () => minutes(browser, park, room, coord))
  await test('what the room decided is worked off and closed', () => to_closed(browser, park, room))
  await test('a meeting without JavaScript', () => plain(browser, park))
  diag(`the meeting was ${room.path}`)
}
