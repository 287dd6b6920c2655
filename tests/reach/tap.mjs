// TAP, a data directory, the program.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let cases = 0, failed = 0

export async function test(name, fn) {
  const n = ++cases
  try {
    await fn()
    console.log(`ok ${n} - ${name}`)
  } catch (error) {
    failed++
    console.log(String(error.stack || error).split('\n').map(line => '# ' + line).join('\n'))
    console.log(`not ok ${n} - ${name}`)
  }
}

export function end() {
  console.log(`1..${cases}`)
  process.exit(failed ? 1 : 0)
}

export const sleep = ms => new Promise(done => setTimeout(done, ms))

export class Park {
  constructor(program, sample) {
    this.program = program
    this.dir = mkdtempSync(join(tmpdir(), 'lianyuan-reach-'))
    this.run('init', this.data, ...(sample ? ['--sample'] : []))
  }
  get data() { return join(this.dir, 'data') }
  command(words, env = {}) {
    return spawnSync(this.program, [...words, ...(words[0] === 'init' ? [] : ['--data', this.data])],
      { encoding: 'utf8', env: { ...process.env, ...env } })
  }
  run(...words) {
    const done = this.command(words)
    if (done.status !== 0) throw new Error(`lianyuan ${words.join(' ')}: ${done.stderr}`)
    return done.stdout
  }
  json(...words) { return JSON.parse(this.run(...words, '--format', 'json')) }
  channel(kind, address, ...more) {
    return this.json('channel', 'add', kind, `${kind} ${++this.n || (this.n = 1)}`, address, ...more)
  }
  start(program, words, env = {}) {
    return spawn(program, words, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  }
  drop() { rmSync(this.dir, { recursive: true, force: true }) }
}
