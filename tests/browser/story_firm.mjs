// A firm that nobody knows yet: it applies, is approved, signs in, raises; and what it agrees to is
// read by anybody.
import { axe, must, open, picture, quiet, test } from './harness.mjs'
import { act, fill, send } from './stories.mjs'

// Codes that pass the check and cannot be anybody's: 99 is no region.
const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
function code(n) {
  const body = '91990101MA9' + String(80000 + n).padStart(5, '0') + 'X'
  let sum = 0
  let weight = 1
  for (const c of body) {
    sum += letters.indexOf(c) * weight
    weight = weight * 3 % 31
  }
  return body + letters[(31 - sum % 31) % 31]
}

// axe is a script of its own: it does not run where scripts are off.
async function clean(page, js) {
  const said = js ? await axe(page) : ''
  must(!said, said)
  quiet(page)
}

async function text(page) {
  return page.locator('main').innerText()
}

// Fills the public form as a person does: a wrong code first, which loses nothing.
async function apply(page, name, uscc, js) {
  await page.goto('/sign-in')
  await page.getByRole('link', { name: '申请加入' }).click()
  await page.waitForLoadState()
  const form = page.locator('main form[method=post]')
  await fill(form, { name, uscc: uscc.slice(0, 17), contact: '王小树', phone: '0000-8866001' })
  must(await send(page, form) === 422, 'a code of 17 characters is taken')
  must((await text(page)).includes('18 位'), await text(page))
  must(await form.locator('[name=contact]').inputValue() === '王小树', 'what was typed is gone')
  await clean(page, js)
  await fill(form, { uscc })
  must(await send(page, form) === 303, await text(page))
  must((await text(page)).includes('申请已收到'), await text(page))
  await clean(page, js)
  return page.url()
}

async function approve(coord, name) {
  await coord.goto('/admin/applications')
  const row = coord.locator('li', { hasText: name })
  must(await row.count() === 1, `the queue does not have ${name}: ${await text(coord)}`)
  await row.getByRole('link', { name: '核准', exact: true }).click()
  await coord.waitForLoadState()
  const form = coord.locator('main form[method=post]').first()
  const login = await form.locator('[name=login]').inputValue()
  must(await send(coord, form) === 200, await text(coord))
  const link = (await coord.locator('.secret').innerText()).trim()
  must(/\/welcome\//.test(link), `no link is shown: ${link}`)
  return { login, path: new URL(link).pathname }
}

async function firm_applies(browser, park, js) {
  const name = `青澜${js ? '溪山' : '云台'}传感有限公司`
  const page = await open(browser, park, { js })
  const coord = await open(browser, park, { login: 'coord', js })
  const status = await apply(page, name, code(js ? 1 : 2), js)
  await picture(page, `firm-applied-${js}`)
  const { login, path } = await approve(coord, name)
  await page.goto(status)
  must((await text(page)).includes('申请已核准'), await text(page))
  await page.goto(path)
  const form = page.locator('main form[method=post]')
  await fill(form, { password: '溪山的新密码-2026', again: '溪山的新密码-2026' })
  must(await send(page, form) === 303, await text(page))
  park.accounts.set(login, { login, password: '溪山的新密码-2026' })
  await act(page, '/matters/raise', {
    title: '新租厂房的电表没有过户', text: '上月搬进园区，电表还在前一家名下，开不了票。',
    contact: '王小树', phone: '0000-8866001', consent: true,
  })
  const record = new URL(page.url()).pathname
  must((await text(page)).includes('待受理'), await text(page))
  await clean(page, js)
  await agree(browser, park, { page, coord, record, name, js })
  await coord.context().close()
  await page.context().close()
}

// Closed, proposed, seen and agreed to by the firm; then anybody reads it, and the firm takes it back.
async function agree(browser, park, { page, coord, record, name, js }) {
  const title = `搬迁企业的电表过户（${js ? '甲' : '乙'}）`
  await act(coord, record + '/accept')
  await act(coord, record + '/resolve', { reason: '供电公司已办过户，当天可开票。' })
  await act(page, record + '/confirm', { rating: '满意' })
  await coord.goto(record + '/publish')
  const form = coord.locator('main form[method=post]').first()
  await fill(form, { title: name + '的电表', problem: '电表没有过户', result: '已过户' })
  must(await send(coord, form) === 422, 'a text with the name of the firm is taken')
  must((await text(coord)).includes('单位名称'), await text(coord))
  await act(coord, record + '/publish', { title, problem: '搬进园区的企业，电表还在前一家名下。', result: '供电公司已办过户。' })
  const anybody = await open(browser, park, { js })
  await anybody.goto('/published')
  must(!(await text(anybody)).includes(title), 'public before the firm agreed')
  await act(page, record + '/publish/answer', { answer: '同意公开' })
  await anybody.goto('/published')
  await anybody.getByRole('link', { name: title }).click()
  await anybody.waitForLoadState()
  const shown = await text(anybody)
  must(shown.includes('电表还在前一家名下') && !shown.includes(name), shown)
  await clean(anybody, js)
  await picture(anybody, `published-${js}`)
  await act(page, record + '/unpublish', { reason: '另有安排' })
  must((await anybody.reload()).status() === 404, 'still public')
  await anybody.context().close()
}

export async function story_firm(browser, park) {
  for (const js of [true, false])
    await test(`a firm applies, gets in, raises, and agrees to publication, ${js ? 'with' : 'without'} JavaScript`,
      () => firm_applies(browser, park, js))
}
