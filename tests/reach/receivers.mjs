// Real receivers, started by the tests and failing on purpose: an HTTP server and an SMTP server.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const require = createRequire(import.meta.url)

// what(n, request) says how the n-th request is answered:
//   ok | 500 | 429 | redirect | hang | half | reset (taken, then cut off) | bot-CODE | big
export async function httpReceiver(what = () => 'ok') {
  const got = []
  const server = createServer((request, response) => {
    const parts = []
    request.on('data', d => parts.push(d))
    request.on('error', () => {})
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8')
      const how = what(got.length, request, body)
      got.push({ at: Date.now(), how, url: request.url, headers: request.headers, body })
      if (how === 'ok') return response.end('{"errcode":0,"code":0}')
      if (how.startsWith('bot-')) return response.end(JSON.stringify({ errcode: +how.slice(4), code: +how.slice(4) }))
      if (how === '429') return response.writeHead(429, { 'Retry-After': '1' }).end()
      if (how === 'redirect')
        return response.writeHead(302, { Location: `http://127.0.0.1:${server.address().port}/elsewhere` }).end()
      if (how === 'half') {
        response.writeHead(200, { 'Content-Length': '1000' })
        response.write('{"errcode":')
        return setTimeout(() => request.socket.destroy(), 20)
      }
      if (how === 'reset') return request.socket.destroy()
      if (how === 'big') return response.end('x'.repeat(4 << 20))
      if (how === 'hang') return setTimeout(() => request.socket.destroy(), 60000).unref()
      response.writeHead(Number(how)).end()
    })
  })
  server.on('clientError', (_, socket) => socket.destroy())
  await new Promise(done => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${server.address().port}`
  return { got, url, close: () => { server.closeAllConnections?.(); server.close() } }
}

// A certificate of our own authority, made for this run.
export function certificate(dir) {
  const key = join(dir, 'key.pem'), cert = join(dir, 'cert.pem')
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert,
    '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
  { stdio: 'ignore' })
  return { key, cert }
}

// options: those of smtp-server; what(n) answers undefined or an Error with responseCode.
export async function smtpReceiver(options, what = () => undefined) {
  const { SMTPServer } = require('smtp-server')
  const got = []
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    onRcptTo(address, session, done) { done(what(address.address) || null) },
    onData(stream, session, done) {
      const parts = []
      stream.on('data', d => parts.push(d))
      stream.on('end', () => {
        got.push({ text: Buffer.concat(parts).toString('latin1'), secure: session.secure, user: session.user,
          from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map(r => r.address) })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise(done => server.listen(0, '127.0.0.1', done))
  return { got, port: server.server.address().port, close: () => server.close() }
}

// Header fields of a mail, unfolded and decoded, and its text.
export function readMail(text) {
  const [head, ...rest] = text.split('\r\n\r\n')
  const fields = {}
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const at = line.indexOf(':')
    fields[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim()
      .replace(/\?=\s+=\?/g, '?==?')
      .replace(/(=\?UTF-8\?B\?[^?]*\?=)+/g, words => Buffer.concat([...words.matchAll(/\?B\?([^?]*)\?=/g)]
        .map(m => Buffer.from(m[1], 'base64'))).toString('utf8'))
  }
  return { fields, text: Buffer.from(rest.join('\r\n\r\n'), 'base64').toString('utf8') }
}
