// Every page that can be reached by links, once per role: in both languages, on a desk and on a
// phone, on paper, with and without JavaScript. A page is known by its address with numbers taken
// out, so that of 240 matters two are looked at.
import { axe, diag, must, open, picture, quiet, test } from './harness.mjs'

const PAGES_MAX = 70 // of one role
const SAME_MAX = 2   // of one pattern

const roles = (process.env.ROLES || 'coord firm dept1 head1 leader auditor admin').split(' ')

function pattern(url) {
  const { pathname, searchParams } = new URL(url)
  const names = [...new Set(searchParams.keys())].filter(name => name !== 'lang').sort().slice(0, 1)
  return pathname.replace(/\/\d+/g, '/N').replace(/[0-9a-f]{16,}/g, 'H') + (names.length ? '?' + names.join('&') : '')
}

// Links of the page, without downloads.
async function links(page) {
  return page.evaluate(() => [...document.querySelectorAll('a[href]')]
    .filter(a => !a.hasAttribute('download') && a.origin === location.origin)
    .map(a => a.origin + a.pathname + a.search))
}

// Addresses reached from the home page by one person, breadth first.
async function crawl(page) {
  const seen = new Map()
  const queue = [new URL('/', page.url()).href]
  const queued = new Set(queue)
  const pages = []
  while (queue.length && pages.length < PAGES_MAX) {
    const url = queue.shift()
    const kind = pattern(url)
    if ((seen.get(kind) || 0) >= SAME_MAX || /sign-out|\/export|\/files\/|\.xlsx|\.csv|\.json|\/api\/|lang=/.test(url))
      continue
    seen.set(kind, (seen.get(kind) || 0) + 1)
    let response
    try {
      response = await page.goto(url)
    } catch (error) {
      if (/Download is starting|ERR_ABORTED/.test(error.message))
        continue
      throw error
    }
    if (!(response.headers()['content-type'] || '').startsWith('text/html'))
      continue
    pages.push({ url, kind, status: response.status() })
    for (const next of await links(page))
      if (!queued.has(next)) {
        queued.add(next)
        queue.push(next)
      }
  }
  return pages
}

// What must hold on any page.
async function sound(page, lang) {
  const facts = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    h1: document.querySelectorAll('h1').length,
    main: document.querySelectorAll('main').length,
    ids: [...document.querySelectorAll('[id]')].map(e => e.id),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    inline: document.querySelectorAll('[style],script:not([src]),[onclick]').length,
    braces: /\{\{|\}\}|\{%|%\}/.test(document.body.innerText),
    chinese: [...new Set((document.body.cloneNode(true).innerText || '').match(/[\u4e00-\u9fff]+/g) || [])].length,
  }))
  must(facts.lang.startsWith(lang), `lang is ${facts.lang}`)
  must(facts.title.trim(), 'no title')
  must(facts.h1 === 1, `${facts.h1} h1`)
  must(facts.main === 1, `${facts.main} main`)
  must(new Set(facts.ids).size === facts.ids.length,
    'an id twice: ' + facts.ids.filter((id, i) => facts.ids.indexOf(id) !== i))
  must(facts.wide <= 0, `${facts.wide} px wider than the window`)
  must(facts.inline === 0, `${facts.inline} inline styles or scripts`)
  must(!facts.braces, 'template braces are visible')
}

export async function pages(browser, park) {
  const known = new Map() // pattern -> roles
  for (const login of roles) {
    let found = []
    await test(`${login}: every page answers, is sound, and axe finds nothing`, async () => {
      const page = await open(browser, park, { login })
      found = await crawl(page)
      const bad = []
      for (const { url, kind, status } of found) {
        const first = !known.has(kind)
        known.set(kind, [...(known.get(kind) || []), login])
        if (status !== 200) {
          bad.push(`${status} ${url}`)
          continue
        }
        if (!first)
          continue
        await page.goto(url)
        try {
          await sound(page, 'zh')
          quiet(page)
          const said = await axe(page)
          must(!said, said)
        } catch (error) {
          bad.push(`${url}: ${error.message}`)
        }
        await picture(page, `${login}-desktop-zh-${kind}`)
      }
      await page.context().close()
      diag(`${login}: ${found.length} pages, ${new Set(found.map(f => f.kind)).size} kinds`)
      must(found.length > 1, 'only one page')
      must(bad.length === 0, bad.join('\n'))
    })
    const mine = found.filter(({ kind, status }, i) => status === 200 &&
      known.get(kind)[0] === login && found.findIndex(f => f.kind === kind) === i)
    await variants(browser, park, login, mine)
  }
  diag([...known].map(([kind, who]) => `${kind}  ${who.filter((w, i) => who.indexOf(w) === i).join(' ')}`).sort().join('\n'))
}

async function each(page, list, name, fn) {
  const bad = []
  for (const { url, kind } of list) {
    try {
      const response = await page.goto(url)
      must(response.status() === 200, `status ${response.status()}`)
      await fn(page)
      quiet(page)
    } catch (error) {
      bad.push(`${url}: ${error.message}`)
    }
    await picture(page, `${name}-${kind}`)
  }
  must(bad.length === 0, bad.join('\n'))
}

async function variants(browser, park, login, list) {
  await test(`${login}: on a phone, in Chinese`, async () => {
    const page = await open(browser, park, { login, size: 'phone' })
    await each(page, list, `${login}-phone-zh`, async p => {
      await sound(p, 'zh')
      const said = await axe(p)
      must(!said, said)
    })
    await page.context().close()
  })
  await test(`${login}: in English`, async () => {
    const page = await open(browser, park, { login, lang: 'en' })
    await each(page, list, `${login}-desktop-en`, async p => {
      await sound(p, 'en')
      const said = await axe(p)
      must(!said, said)
    })
    await page.context().close()
  })
  await test(`${login}: on paper`, async () => {
    const page = await open(browser, park, { login })
    await page.emulateMedia({ media: 'print' })
    await each(page, list, `${login}-print-zh`, async p => {
      const nav = await p.locator('nav:visible').count()
      must(nav === 0, 'the navigation is printed')
    })
    await page.context().close()
  })
  await test(`${login}: without JavaScript`, async () => {
    const page = await open(browser, park, { login, js: false })
    await each(page, list, `${login}-nojs-zh`, async p => {
      must(await p.locator('h1').count() === 1, 'no h1')
      const dead = await p.locator('button:not([type=submit]):visible:not(form button)').count()
      must(dead === 0, `${dead} buttons that nothing answers`)
    })
    await page.context().close()
  })
}
