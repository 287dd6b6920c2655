// Whole stories, each played with JavaScript and without: what people do from the first sentence
// of a firm to the end of its matter, and what they are told when something is wrong.
import { existsSync } from 'node:fs'
import { diag, must, open, Park, picture, quiet, signIn, test } from './harness.mjs'

// Fills the fields of a form by their names, whatever kind each is.
export async function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name="${name}"]`).first()
    must(await field.count(), `the form has no field ${name}`)
    const kind = await field.evaluate(e => e.tagName === 'SELECT' ? 'select' : e.type)
    if (kind === 'select') {
      const wanted = await field.locator('option').evaluateAll((options, v) =>
        options.find(o => o.value === v || o.textContent.trim() === v || o.textContent.includes(v))?.value, value)
      must(wanted !== undefined, `${name} offers no ${value}`)
      await field.selectOption(wanted)
    } else if (kind === 'checkbox' || kind === 'radio') {
      const boxes = form.locator(`[name="${name}"]`)
      for (let i = 0; i < await boxes.count(); i++) {
        const box = boxes.nth(i)
        const label = await box.evaluate(e => e.value + ' ' + [...e.labels].map(l => l.textContent).join(' '))
        if (value === true || label.includes(value))
          await box.check()
      }
    } else if (kind === 'file') {
      await field.setInputFiles(value)
    } else {
      await field.fill(value)
    }
  }
}

export async function send(page, form, button = 'button:not([type=button])') {
  const [response] = await Promise.all([
    page.waitForResponse(r => r.request().method() === 'POST' && r.request().isNavigationRequest()),
    form.locator(button).first().click(),
  ])
  await page.waitForLoadState()
  return response.status()
}

// Opens the form of an act, fills and sends it; the page after it is the record again.
export async function act(page, path, values = {}) {
  const response = await page.goto(path)
  must(response.status() === 200, `${path} answers ${response.status()}: ${await page.locator('main').innerText()}`)
  const form = page.locator('main form[method=post]').first()
  await fill(form, values)
  const status = await send(page, form)
  must(status === 303 || status === 200, `${path} answers ${status}: ${await page.locator('main').innerText()}`)
  must(await page.locator('.errors, [role=alert].invalid, .error-summary').count() === 0,
    `${path} was refused: ${await page.locator('main').innerText()}`)
}

export function day(plus) {
  const d = new Date(Date.now() + 8 * 3600e3 + plus * 86400e3)
  return d.toISOString().slice(0, 10)
}

// The address of the form that this record offers for an act on its open lead duty.
async function duty(page, record, verb) {
  await page.goto(record)
  const link = page.locator(`main a[href*="/duties/"][href$="/${verb}"]`).first()
  must(await link.count(), `the record offers no ${verb}: ${await page.locator('main').innerText()}`)
  return link.getAttribute('href')
}

async function state(page, record, word) {
  await page.goto(record)
  const text = await page.locator('main').innerText()
  must(text.includes(word), `the record does not say ${word}:\n${text.slice(0, 800)}`)
}

// From a raised matter to a closed one, by everybody whose turn it is.
async function work_to_closed(pages, record, { answer = '现场核实后三日内解决', lead = '规划建设局' } = {}) {
  const { coord, dept, firm } = pages
  await coord.goto(record)
  if ((await coord.locator('main').innerText()).includes('待受理'))
    await act(coord, record + '/accept')
  await act(coord, record + '/classify', { class: '道路管网' })
  await act(coord, record + '/assign', { lead, opinion: '请三日内答复企业' })
  await state(coord, record, '办理中')
  await act(dept, await duty(dept, record, 'answer'), { solution: answer, promise: day(4) })
  await act(dept, await duty(dept, record, 'progress'), { text: '已到现场查看，材料已备齐。' })
  await act(dept, await duty(dept, record, 'done'), { result: '已全部修复，当面确认。' })
  if (firm) {
    await state(firm, record, '待确认')
    await act(firm, record + '/confirm', { rating: '满意', note: '谢谢' })
  } else {
    await act(coord, record + '/callback', { reached: true, solved: '已解决', rating: '满意', close: true })
  }
  await state(coord, record, '已办结')
}

async function people(browser, park, logins, js) {
  const pages = {}
  for (const [name, login] of Object.entries(logins))
    pages[name] = await open(browser, park, { login, js })
  return pages
}

async function leave(pages) {
  for (const page of Object.values(pages)) {
    quiet(page)
    await page.context().close()
  }
}

async function from_firm_to_closed(browser, park, js) {
  const pages = await people(browser, park, { firm: 'firm', coord: 'coord', dept: 'dept3' }, js)
  const { firm } = pages
  await act(firm, '/matters/raise', {
    title: `厂门口排水沟盖板破损（${js ? '甲' : '乙'}）`,
    text: '上月起厂门口排水沟盖板破损三处，昨晚一名员工骑车摔伤，请尽快更换。',
    contact: '马小驹', phone: '0000-8820000',
  })
  const record = new URL(firm.url()).pathname
  must(/^\/matters\/\d+$/.test(record), `after raising the firm is at ${record}`)
  await state(firm, record, '待受理')
  await picture(firm, `story-raised-${js}`)
  await work_to_closed(pages, record)
  await picture(firm, `story-closed-${js}`)
  await leave(pages)
}

async function refused_input(browser, park, js) {
  const page = await open(browser, park, { login: 'firm', js })
  await page.goto('/matters/raise')
  const form = page.locator('main form[method=post]').first()
  await form.evaluate(e => { e.noValidate = true })
  await fill(form, { text: '只有正文，没有标题。“引号” & <b>标签</b>' })
  const status = await send(page, form)
  must(status === 422, `an empty title answers ${status}`)
  const title = page.locator('[name=title]').first()
  must(await title.getAttribute('aria-invalid') === 'true', 'the field is not marked')
  const said = await title.getAttribute('aria-describedby')
  must(said, 'the field does not point to its error')
  must(await page.locator('[name=text]').inputValue() === '只有正文，没有标题。“引号” & <b>标签</b>', 'the text is lost')
  await picture(page, `refused-${js}`)
  page.complaints.length = 0 // the browser reports the 422 itself
  await page.context().close()
}

// One's own, another's, and none: the last two look the same.
async function other_firms_matter(browser, park) {
  const pages = await people(browser, park, { firm: 'firm', other: 'firm2' }, true)
  await act(pages.firm, '/matters/raise', { title: '只有本企业看得见的事', text: '请求正文', contact: '马小驹', phone: '0000-8820000' })
  const record = new URL(pages.firm.url()).pathname
  const theirs = await pages.other.goto(record)
  must(theirs.status() === 404, `another firm sees ${theirs.status()}`)
  const none = await pages.other.goto('/matters/12345')
  must(none.status() === 404, `no matter answers ${none.status()}`)
  must(!(await pages.other.content()).includes('只有本企业'), 'the title leaks')
  await leave(pages)
}

async function two_at_once(browser, park) {
  const pages = await people(browser, park, { firm: 'firm3', one: 'coord', two: 'coord2' }, true)
  await act(pages.firm, '/matters/raise', { title: '两名协调员同时受理', text: '请求正文', contact: '车行远', phone: '0000-8820274' })
  const record = new URL(pages.firm.url()).pathname
  await pages.one.goto(record + '/refuse')
  await pages.two.goto(record + '/refuse')
  for (const [name, expected] of [['one', 303], ['two', 409]]) {
    const form = pages[name].locator('main form[method=post]').first()
    await fill(form, { reason: '不属于受理范围' })
    const status = await send(pages[name], form)
    must(status === expected, `${name} gets ${status}, not ${expected}`)
  }
  pages.two.complaints.length = 0
  await leave(pages)
}

async function keyboard(browser, park) {
  const page = await open(browser, park)
  const { login, password } = park.accounts.get('coord')
  await page.goto('/sign-in')
  await page.locator('input[name=login]').focus()
  await page.keyboard.type(login)
  await page.keyboard.press('Tab')
  const second = await page.evaluate(() => document.activeElement.type)
  must(second === 'password', `behind the name comes ${second}`)
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'))
  await page.goto('/matters')
  await page.keyboard.press('Tab')
  const skip = await page.evaluate(() => document.activeElement.getAttribute('href'))
  must(skip && skip.startsWith('#'), `the first stop is ${skip}, not a skip link`)
  await page.keyboard.press('Enter')
  const reached = new Set()
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab')
    const [where, ring] = await page.evaluate(() => {
      const e = document.activeElement
      const style = getComputedStyle(e)
      return [(e.getAttribute('href') || e.name || e.tagName).replace(/\d{6,}/, 'N'),
        style.outlineStyle !== 'none' || style.boxShadow !== 'none']
    })
    must(ring || where === 'BODY', `no visible focus at ${where}`)
    reached.add(where)
  }
  must([...reached].some(w => w === '/matters/N'), 'no record is reached by Tab: ' + [...reached].slice(0, 20))
  await page.goto('/matters')
  await page.keyboard.press('/')
  const search = await page.evaluate(() => document.activeElement.type + ' ' + document.activeElement.name)
  must(/search|text/.test(search), `/ leads to ${search}`)
  quiet(page)
  await page.context().close()
}

// "153", "0153", full-width, with blanks: the record itself.
async function find_by_number(browser, park) {
  const page = await open(browser, park, { login: 'coord' })
  await page.goto('/matters')
  const number = (await page.locator('main').innerText()).match(/\b(20\d\d)-0*(\d+)\b/)
  must(number, 'no number on the list')
  for (const typed of [number[0], ` ${number[2]} `, number[2].replace(/\d/g, d => String.fromCharCode(0xFF10 + +d))]) {
    await page.goto('/find?q=' + encodeURIComponent(typed))
    must(/\/matters\/\d+/.test(page.url()) && (await page.locator('main').innerText()).includes(number[0]),
      `"${typed}" leads to ${page.url()}`)
  }
  quiet(page)
  await page.context().close()
}

const shared = name => new URL(`../../../shared/data/matters/${name}`, import.meta.url).pathname

// The figure of the dry run under that word.
async function figure(page, word) {
  const text = await page.locator('.figures div', { has: page.locator(`span:text-is("${word}")`) }).locator('b').innerText()
  return Number(text.replace(/\D/g, ''))
}

// The wizard up to its second step: the file is there, the dry run is on the page.
async function upload(page, file) {
  await page.goto('/matters/import')
  const form = page.locator('main form[method=post]').first()
  await fill(form, { file })
  const status = await send(page, form)
  must(status < 400, `the upload answers ${status}: ${await page.locator('main').innerText()}`)
}

// The whole wizard. Answers how many rows were new; the same file once more has nothing to store.
async function import_sheet(page, file, picture_name) {
  await upload(page, file)
  await picture(page, `${picture_name}-dry`)
  const rows = await figure(page, '数据行')
  const fresh = await figure(page, '新增')
  must(rows > 0 && fresh === rows && await figure(page, '不能存') === 0,
    `of ${rows} rows ${fresh} are new: ${(await page.locator('main').innerText()).slice(0, 800)}`)
  const status = await send(page, page.locator('main form[method=post]').first(), '.plan-acts .btn-primary')
  must(status === 303, `the import answers ${status}: ${(await page.locator('main').innerText()).slice(0, 800)}`)
  await picture(page, `${picture_name}-done`)
  await upload(page, file)
  must(await figure(page, '没有变化') === rows && await figure(page, '新增') === 0, 'the second import is not without change')
  must(await page.locator('.plan-acts .btn-primary').count() === 0, 'the second import offers to store again')
  return rows
}

// Every row of the sheet becomes a matter, and one of them goes the way of all others to its end.
async function sheet_to_closed(browser, park, name, js) {
  const file = shared(name)
  if (!existsSync(file))
    return 'skip: ../shared is not beside the checkout'
  const pages = await people(browser, park, { coord: 'coord', dept: 'dept3' }, js)
  const { coord } = pages
  await import_sheet(coord, file, name)
  const title = (await coord.locator('table.report tbody tr').first().locator('td').nth(2).innerText()).replace(/^[\d-]+\s+/, '').trim()
  await coord.goto('/matters?text=' + encodeURIComponent(title))
  const link = coord.locator('main a[href^="/matters/"]', { hasText: title }).first()
  must(await link.count(), `the list does not have ${title}: ${(await coord.locator('main').innerText()).slice(0, 800)}`)
  const record = new URL(await link.getAttribute('href'), park.url).pathname
  must(/^\/matters\/\d+$/.test(record), `${title} leads to ${record}`)
  await work_to_closed(pages, record)
  await picture(coord, `${name}-closed`)
  await leave(pages)
}

// A sheet of classes makes the tree that the forms offer. In a park of its own: 517 more classes
// on every page's filter are not what the page tests look at.
async function sheet_of_classes(browser, first) {
  const file = shared('fj1_label_system.xlsx')
  if (!existsSync(file))
    return 'skip: ../shared is not beside the checkout'
  const park = await Park.start(first.program)
  try {
    await classes_from(browser, park, file)
  } finally {
    await park.stop()
    park.remove()
    Park.last = first
  }
}

async function classes_from(browser, park, file) {
  const page = await open(browser, park, { login: 'coord' })
  await upload(page, file)
  const path = (await page.locator('table.report tbody tr').first().locator('td').nth(2).innerText()).trim()
  must(path.split('/').length === 3, `the first row is "${path}", not three levels`)
  await import_sheet(page, file, 'classes')
  await page.goto('/admin/classes')
  const text = await page.locator('main').innerText()
  for (const level of path.split('/'))
    must(text.includes(level), `the classes lack ${level}`)
  await page.goto('/matters/new')
  const offered = await page.locator('[name=class] option').allInnerTexts()
  must(offered.some(o => o.includes(path.split('/')[2])), `a new matter is not offered ${path}`)
  quiet(page)
  await page.context().close()
}

export async function stories(browser, park) {
  for (const js of [true, false]) {
    const how = js ? 'with JavaScript' : 'without JavaScript'
    await test(`a firm's matter from raised to closed, ${how}`, () => from_firm_to_closed(browser, park, js))
    await test(`refused input loses nothing, ${how}`, () => refused_input(browser, park, js))
  }
  await test("another firm's matter is not there", () => other_firms_matter(browser, park))
  await test('two coordinators at once: one wins, the other is told', () => two_at_once(browser, park))
  await test('the keyboard reaches everything, focus is seen', () => keyboard(browser, park))
  await test('a number finds its record however it is typed', () => find_by_number(browser, park))
  for (const [name, js] of [['fj4_replies_sample.xlsx', true], ['fj3_hot_topics_sample.xlsx', false]])
    await test(`imported matters are worked to closed: ${name}, ${js ? 'with' : 'without'} JavaScript`,
      () => sheet_to_closed(browser, park, name, js))
  await test('a sheet of classes becomes the tree of classes', () => sheet_of_classes(browser, park))
}
