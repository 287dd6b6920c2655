// A newcomer's first navigation project: patents from a workbook, a collection, the heat map, recall
// and precision, a frozen version; then every gate, a conclusion, a duty that a department works,
// and the next report that measures it.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axe, diag, must, open, picture, quiet, test } from './harness.mjs'
import { act, day, fill, send } from './stories.mjs'

const real = join(import.meta.dirname, '../../../shared/data/patents/patsnap/20240401085613950.XLSX')

// --- a workbook as PatSnap exports one, made up -------------------------------------------------
function crc32(bytes) {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let k = 0; k < 8; k++)
      crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

// An archive of stored entries.
function archive(files) {
  const parts = []
  const heads = []
  let offset = 0
  for (const [name, text] of files) {
    const label = Buffer.from(name)
    const data = Buffer.from(text)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(0x5a21, 8) // a day
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(label.length, 22)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, label, data)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    heads.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, label)
    offset += 30 + label.length + data.length
  }
  const size = heads.reduce((n, b) => n + b.length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, ...heads, Buffer.from('PK\x05\x06', 'latin1'), end])
}

function sheet(rows) {
  const escape = s => String(s).replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const cells = row => row.map(v => `<c t="inlineStr"><is><t>${escape(v)}</t></is></c>`).join('')
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const pack = 'http://schemas.openxmlformats.org/package/2006'
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return archive([
    ['[Content_Types].xml', `<Types xmlns="${pack}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`],
    ['_rels/.rels', `<Relationships xmlns="${pack}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${pack}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${main}"><sheetData>${rows.map((row, i) => `<row r="${i + 1}">${cells(row)}</row>`).join('')}</sheetData></worksheet>`],
  ])
}

function madeUp() {
  const firms = ['云岭蓝鹊飞行器有限公司', '青澜海豚航空有限公司', '临溪山雀大学', '云岭苍鹭智能有限公司']
  const classes = ['B64C39/02', 'B64D47/08', 'G05D1/10', 'B64U10/13']
  const rows = [['公开(公告)号', '申请号', '申请日', '公开(公告)日', '标题', '摘要', '[标]当前申请(专利权)人', 'IPC分类号', '法律状态/事件']]
  for (let i = 0; i < 60; i++)
    rows.push([`CN1164${String(56100 + i)}A`, '', `${2018 + i % 5}-0${1 + i % 9}-15`, `${2020 + i % 4}-0${1 + i % 9}-08`,
      `一种${i % 3 ? '植保' : '巡检'}无人机${i % 4 ? '' : '起落架'}（${i}）`, `无人机的${i % 2 ? '飞控' : '电池'}结构`,
      firms[i * i % 4], classes[i % 4], '实质审查'])
  return sheet(rows)
}

function workbook(park) {
  if (existsSync(real)) {
    diag('the workbook is the one from PatSnap')
    return real
  }
  diag('the PatSnap workbook is not there: a made-up one')
  const path = join(park.home, 'patsnap.xlsx')
  mkdirSync(park.home, { recursive: true })
  writeFileSync(path, madeUp())
  return path
}

// --- steps --------------------------------------------------------------------------------------
async function clean(page) {
  const said = await axe(page)
  must(!said, `${page.url()}: ${said}`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  must(wide <= 0, `${page.url()} is ${wide} px wider than the window`)
  quiet(page)
}

async function text(page) {
  return page.locator('main').innerText()
}

// What the page lacks; and past the gate.
async function pass(page, project, lacks = []) {
  await page.goto(project)
  for (const words of lacks)
    must((await text(page)).includes(words), `the gate does not say ${words}:\n${await page.locator('#gate').innerText()}`)
  if (lacks.length) {
    must(await page.locator('#gate form').count() === 0, 'the gate offers to be passed while something is missing')
    return
  }
  must(await page.locator('#gate form').count() === 1, `the gate is closed:\n${await page.locator('#gate').innerText()}`)
  must(await send(page, page.locator('#gate form')) === 303, await text(page))
  must(new URL(page.url()).pathname === project, `after the gate the page is ${page.url()}`)
}

async function collection(coord, park) {
  await coord.goto('/patents/import')
  const form = coord.locator('main form[method=post]').first()
  await fill(form, { files: workbook(park) })
  const status = await send(coord, form)
  must(status === 303 || status === 200, `the import answers ${status}: ${await text(coord)}`)
  await act(coord, '/patents/sets/new', { name: '无人机导航库', query: '无人机', cutoff: '2024-03-31' })
  const set = new URL(coord.url()).pathname
  must(/^\/patents\/sets\/\d+$/.test(set), `after making a collection the page is ${set}`)
  await clean(coord)
  const id = set.split('/').pop()

  await coord.goto(`/patents/heat?set=${id}`)
  must(await coord.locator('table a').count() > 5, 'no cell of the heat map opens its records')
  await clean(coord)
  await picture(coord, 'patent-heat')

  await coord.goto(`/patents?set=${id}`)
  const numbers = await coord.locator('main table tbody td.key').evaluateAll(cells =>
    [...new Set(cells.map(a => a.textContent.trim()).filter(s => /^[A-Z]{2}\d+[A-Z]\d?$/.test(s)))].slice(0, 6))
  must(numbers.length >= 4, `the list shows no numbers: ${numbers}`)
  for (const [i, number] of numbers.entries())
    await act(coord, `${set}/mark`, { number, inside: i === 3 ? 'out' : 'in' })
  await act(coord, `${set}/measure`)
  await act(coord, `${set}/freeze`)
  await coord.goto(set)
  must(/[0-9a-f]{64}/.test(await text(coord)), 'the version has no hash')
  await clean(coord)
  await picture(coord, 'patent-set')
}

// By a method that was chosen before.
async function figure(page, project, kind, values) {
  await page.goto(`${project}/figures/new?kind=${kind}`)
  await clean(page)
  await act(page, `${project}/figures/new?kind=${kind}`, values)
  must(new URL(page.url()).pathname === project, `after a figure by ${kind} the page is ${page.url()}: ${await text(page)}`)
}

// From the start to the report; answers the project and the matter's address.
async function through_the_gates(browser, park) {
  const coord = await open(browser, park, { login: 'coord' })
  await coord.goto('/navigation')
  await clean(coord)
  await collection(coord, park)

  await act(coord, '/navigation/new', { title: '无人机产业', part: 'industry', rhythm: 'monthly' })
  const project = new URL(coord.url()).pathname
  must(/^\/navigation\/\d+$/.test(project), `after planning the page is ${project}`)
  await pass(coord, project, ['还没有写需求', '还没有写范围', '项目负责人', '起止日期'])
  await clean(coord)
  await picture(coord, 'navigation-start')
  await act(coord, `${project}/edit`, { need: '园区要招引无人机哪一环的企业', scope: '整机、飞控、电池；中国', starts: day(0), ends: day(120) })
  await act(coord, `${project}/team`, { name: '唐小满', task: 'lead', office: '知识产权运营中心' })
  await act(coord, `${project}/team`, { name: '钟专家', task: 'expert' })
  await pass(coord, project)

  await pass(coord, project, ['还没有选数据'])
  await act(coord, `${project}/sources`, { collection: '无人机导航库' })
  await pass(coord, project)

  await pass(coord, project, ['还没有记查全率', '还没有登记去噪'])
  const process = await coord.locator('a[href$="/process"]').getAttribute('href')
  await act(coord, process, { clean: true, clean_note: '看过六件，标掉一件不相干的', labels: '没有标引' })
  await pass(coord, project)

  await pass(coord, project, ['还没有图表'])
  await coord.goto(`${project}/figures/new`)
  must(await coord.locator('main table tbody a').count() >= 16, 'the methods to choose from')
  await clean(coord)
  await picture(coord, 'navigation-methods')
  await figure(coord, project, 'share', { title: '植保无人机占比', query: '植保' })
  await figure(coord, project, 'concentration', { title: '申请人集中度' })
  await figure(coord, project, 'classes', { title: '技术分布', family: true })
  await figure(coord, project, 'trend', { title: '申请趋势' })
  await figure(coord, project, 'levels', { title: '四级比较', levels: '世界：\n中国：office:CN\n植保的：植保' })
  await figure(coord, project, 'effects', { title: '技术功效', technology: '飞控：飞控\n电池：电池', effect: '植保：植保\n巡检：巡检' })
  await coord.goto(project)
  await picture(coord, 'navigation-figures')
  await coord.getByRole('link', { name: '技术分布' }).first().click()
  await coord.waitForLoadState()
  await clean(coord)
  await picture(coord, 'navigation-figure')
  const row = coord.locator('main table tbody tr').first()
  const said = Number((await row.locator('td').first().innerText()).replace(/\D/g, ''))
  await row.locator('td a').first().click()
  await coord.waitForLoadState()
  const opened = Number((await coord.locator('h1 small').innerText()).replace(/\D/g, ''))
  must(opened >= said && said > 0, `the row says ${said} families and opens ${opened} records`)
  await clean(coord)
  await picture(coord, 'navigation-records')
  await pass(coord, project)

  await pass(coord, project, ['还没有结论', '发展方向', '现状定位', '发展路径'])
  await act(coord, `${project}/conclusions/new`, { kind: 'direction', text: '把植保无人机作为主攻方向。', figures: '植保无人机占比' })
  await act(coord, `${project}/conclusions/new`, { kind: 'position', text: '本地申请人不在前列。', figures: '申请人集中度' })
  await act(coord, `${project}/conclusions/new`, { kind: 'path', text: '先招引飞控企业。', figures: '技术分布' })
  await coord.goto(project)
  const edit = await coord.locator('#conclude a[href$="/edit"]').last().getAttribute('href')
  await act(coord, edit, { text: '先招引飞控企业，再补电池。', reason: '评审会的意见' })
  await coord.goto(project)
  await coord.locator('#conclude details summary').last().click()
  must((await text(coord)).includes('评审会的意见'), 'the conclusion does not show why it was changed')
  await coord.goto(project)
  const task = await coord.locator('a[href$="/duty"]').last().getAttribute('href')
  await act(coord, task, { title: '走访三家飞控企业', text: '月底前走访，写出招引建议。', lead: '经济发展局', due: day(20) })
  await coord.goto(project)
  const matter = await coord.locator('#conclude a[href^="/matters/"]').getAttribute('href')
  await clean(coord)
  await picture(coord, 'navigation-conclusions')
  await pass(coord, project)

  await pass(coord, project, ['还没有出过报告'])
  await coord.goto(`${project}/report`)
  must(await send(coord, coord.locator('main form[method=post]').first()) === 303, await text(coord))
  must(/^\/navigation\/reports\/\d+$/.test(new URL(coord.url()).pathname), `after the report the page is ${coord.url()}`)
  const paper = await text(coord)
  for (const words of ['结论变成任务 1 件', '第一次出报告', '指纹', '查全率', '植保无人机占比', '没有上期可比', '申请人集中度', '技术功效', '世界'])
    must(paper.includes(words), `the report does not say ${words}`)
  await clean(coord)
  await picture(coord, 'navigation-report')
  for (const as of ['docx', 'xlsx']) {
    const response = await coord.request.get(`${new URL(coord.url()).pathname}/file?as=${as}`)
    must(response.status() === 200 && (await response.body()).subarray(0, 2).toString() === 'PK', `${as}: ${response.status()}`)
  }
  const report = new URL(coord.url()).pathname
  await pass(coord, project)
  await pass(coord, project, ['还有 1 件任务没有办结', '还没有写评价'])
  await coord.context().close()
  return { project, matter, report }
}

async function readers(browser, park, { project, report }) {
  const leader = await open(browser, park, { login: 'leader' })
  await leader.goto('/notices')
  must((await text(leader)).includes('专利导航报告'), 'the leader was not told')
  await leader.goto(project)
  must(await leader.locator('main form[method=post]').count() === 0, 'a leader is offered to change it')
  await clean(leader)
  await leader.context().close()
  const phone = await open(browser, park, { login: 'auditor', size: 'phone' })
  for (const path of ['/navigation', project, report]) {
    await phone.goto(path)
    await clean(phone)
    await picture(phone, 'phone' + path.replace(/\d+/g, 'N'))
  }
  await phone.context().close()
  const paper = await open(browser, park, { login: 'auditor' })
  await paper.setViewportSize({ width: 688, height: 1040 }) // what A4 leaves between its margins
  await paper.emulateMedia({ media: 'print' })
  for (const path of [report, project]) {
    await paper.goto(path)
    const wide = await paper.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    must(wide <= 0, `${path} is ${wide} px wider than the paper`)
    await picture(paper, 'print' + path.replace(/\d+/g, 'N'))
  }
  await paper.context().close()
  const firm = await open(browser, park, { login: 'firm' })
  for (const path of ['/navigation', project, report]) {
    const response = await firm.goto(path)
    must([403, 404].includes(response.status()), `a firm reads ${path}: ${response.status()}`)
  }
  await firm.context().close()
}

// The lead answers and reports a result.
async function department(browser, park, { matter, project }) {
  const dept = await open(browser, park, { login: 'dept1' })
  await dept.goto(matter)
  const said = await text(dept)
  must(said.includes('走访三家飞控企业') && said.includes('技术分布') && said.includes('指纹'),
    `the matter does not carry its figure:\n${said}`)
  must(await dept.locator(`a[href="${project}"]`).count() > 0, 'the matter does not lead to its project')
  await clean(dept)
  await picture(dept, 'navigation-matter')
  for (const [verb, values] of [['answer', { solution: '逐家走访', promise: day(10) }], ['done', { result: '走访三家，一家有意落户' }]]) {
    await dept.goto(matter)
    const link = dept.locator(`main a[href*="/duties/"][href$="/${verb}"]`).first()
    must(await link.count(), `the record offers no ${verb}`)
    await act(dept, await link.getAttribute('href'), values)
  }
  await dept.context().close()
}

async function measured(browser, park, { project }) {
  const coord = await open(browser, park, { login: 'coord' })
  await coord.goto(`${project}/report`)
  must(await send(coord, coord.locator('main form[method=post]').first()) === 303, await text(coord))
  const paper = await text(coord)
  for (const words of ['办结 1 件，其中按期 1 件', '按期办结率 100.0 %', '上期报告是第 1 期', '进出的原因'])
    must(paper.includes(words), `the next report does not say ${words}:\n${paper}`)
  await clean(coord)
  await act(coord, `${project}/effect`, { effect: '一家飞控企业有意落户。' })
  await pass(coord, project)
  must((await text(coord)).includes('项目已经结项'), await text(coord))
  must((await coord.goto(`${project}/reopen`)).status() === 200, 'no way back')
  await clean(coord)
  await picture(coord, 'navigation-closed')
  await coord.context().close()
}

export async function story_patent(browser, park) {
  let made
  if (!await test('from a workbook of patents to a navigation report, through every gate',
    async () => { made = await through_the_gates(browser, park) }))
    return
  await test('leaders are told and read, on a phone and on paper; firms see nothing', () => readers(browser, park, made))
  if (await test('a department works the duty that a conclusion became', () => department(browser, park, made)))
    await test('the next report measures the duty, and the project closes', () => measured(browser, park, made))
}
