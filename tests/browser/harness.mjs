// What all browser tests share: TAP, a server of their own with a sample park, a browser, sign-in.
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const { chromium } = require('playwright-core')
export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

// --- TAP ---------------------------------------------------------------------------------------
let cases = 0
let failed = 0

export function diag(text) {
  console.log(String(text).split('\n').map(line => '# ' + line).join('\n'))
}

// One case. fn may throw (a failed case with the reason) or return 'skip: why'.
export async function test(name, fn) {
  const n = ++cases
  try {
    const said = await fn()
    if (typeof said === 'string' && said.startsWith('skip: '))
      console.log(`ok ${n} - ${name} # SKIP ${said.slice(6)}`)
    else
      console.log(`ok ${n} - ${name}`)
    return true
  } catch (error) {
    failed++
    diag(error.stack || error)
    if (Park.last?.server.exitCode !== null || Park.last?.server.signalCode)
      diag(`the server has ended (${Park.last?.server.exitCode ?? Park.last?.server.signalCode}):\n${Park.last?.log}`)
    console.log(`not ok ${n} - ${name}`)
    return false
  }
}

export function end() {
  console.log(`1..${cases}`)
  process.exitCode = failed ? 1 : 0
}

export function must(condition, what) {
  if (!condition)
    throw new Error(what)
}

// --- the server under test ---------------------------------------------------------------------
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

export class Park {
  static async start(program) {
    const park = new Park()
    Park.last = park
    park.program = program
    park.home = mkdtempSync(join(tmpdir(), 'lianyuan-browser-'))
    park.dir = join(park.home, 'park')
    park.port = await freePort()
    park.url = `http://127.0.0.1:${park.port}`
    execFileSync(program, ['init', park.dir, '--sample'], { stdio: ['ignore', 'ignore', 'inherit'] })
    park.accounts = new Map()
    for (const line of readFileSync(join(park.dir, 'sample-accounts.txt'), 'utf8').split('\n')) {
      const [role, login, password, name] = line.split('\t')
      if (!line.startsWith('#') && login)
        park.accounts.set(login, { role, login, password, name })
    }
    await park.serve()
    return park
  }

  async serve() {
    this.log = ''
    this.server = spawn(this.program,
      ['serve', '--data', this.dir, '--listen', `127.0.0.1:${this.port}`],
      { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.server.stdout, this.server.stderr])
      stream.on('data', piece => { this.log = (this.log + piece).slice(-20000) })
    for (let i = 0; i < 200; i++) {
      if (this.server.exitCode !== null)
        break
      try {
        await fetch(this.url + '/', { redirect: 'manual' })
        return
      } catch {
        await new Promise(resolve => setTimeout(resolve, 50))
      }
    }
    throw new Error('the server did not answer:\n' + this.log)
  }

  // SIGTERM, and its exit status.
  stop() {
    return new Promise(resolve => {
      if (this.server.exitCode !== null)
        return resolve(this.server.exitCode)
      this.server.on('exit', code => resolve(code))
      this.server.kill('SIGTERM')
      setTimeout(() => this.server.kill('SIGKILL'), 10000).unref()
    })
  }

  command(...args) {
    return execFileSync(this.program, [...args, '--data', this.dir],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  remove() {
    rmSync(this.home, { recursive: true, force: true })
  }
}

// --- the browser -------------------------------------------------------------------------------
export const sizes = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
}

export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--disable-dev-shm-usage', '--force-color-profile=srgb'],
  })
}

// A window of one person. complaints gathers what a healthy page never says: script errors, CSP
// reports, failed requests, server faults.
export async function open(browser, park, { login, size = 'desktop', js = true, lang = 'zh' } = {}) {
  const context = await browser.newContext({
    ...sizes[size],
    javaScriptEnabled: js,
    locale: lang === 'en' ? 'en-US' : 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    baseURL: park.url,
    acceptDownloads: true,
  })
  context.setDefaultTimeout(10000)
  const page = await context.newPage()
  page.complaints = []
  page.on('pageerror', error => page.complaints.push('script: ' + error.message))
  page.on('console', message => {
    const text = message.text()
    if (/Content.Security.Policy|Refused to/i.test(text) ||
        (message.type() === 'error' && !/status of 4\d\d/.test(text)))
      page.complaints.push('console: ' + text)
  })
  page.on('response', response => {
    if (response.status() >= 500)
      page.complaints.push(`${response.status()} ${response.url()}`)
    if (new URL(response.url()).origin !== park.url)
      page.complaints.push('another host: ' + response.url())
  })
  if (login)
    await signIn(page, park, login)
  if (lang === 'en')
    await page.goto('/?lang=en')
  return page
}

export async function signIn(page, park, login) {
  const account = park.accounts.get(login)
  must(account, `the sample has no account ${login}`)
  await page.goto('/sign-in')
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[type=password]').fill(account.password)
  await page.locator('main button[type=submit], main form button').first().click()
  await page.waitForLoadState()
  must(!page.url().includes('/sign-in'), `${login} could not sign in: ${await page.locator('main').innerText()}`)
}

export function quiet(page) {
  const said = page.complaints.splice(0)
  must(said.length === 0, said.join('\n'))
}

// axe-core's findings of WCAG 2.2 A and AA, as text; '' when there are none.
export async function axe(page) {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
  }))
  return violations.map(v => `${v.id}: ${v.help}\n` +
    v.nodes.slice(0, 4).map(n => `    ${n.target.join(' ')}  ${n.html.slice(0, 160)}`).join('\n')).join('\n')
}

let shot = 0
export async function picture(page, name) {
  if (!process.env.SHOTS)
    return
  mkdirSync(process.env.SHOTS, { recursive: true })
  const file = `${String(++shot).padStart(3, '0')}-${name.replace(/[^\w.-]+/g, '_')}.png`
  await page.screenshot({ path: join(process.env.SHOTS, file), fullPage: true })
}
