// full_disk.mjs PROGRAM DIR: DIR is a small disk of its own. See full_disk.sh.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { openSync, writeSync, closeSync, unlinkSync } from 'node:fs';

const [, , program, dir] = process.argv;
const park = `${dir}/park`;
let n = 0, failed = 0;

function ok(good, what, more = '') {
  console.log(`${good ? 'ok' : 'not ok'} ${++n} - ${what}`);
  if (!good) { failed++; if (more) console.log(`# ${String(more).slice(0, 300)}`); }
  return good;
}

function run(...words) {
  return spawnSync(program, ['--data', park, ...words], { encoding: 'utf8' });
}

// Writes until there is no room; a few bytes at the end, so that not even a page is left.
function fill(path) {
  const fd = openSync(path, 'w');
  for (const size of [1 << 20, 4096, 1])
    for (;;)
      try { if (writeSync(fd, Buffer.alloc(size)) < size) break; }
      catch (e) { if (e.code !== 'ENOSPC') throw e; break; }
  closeSync(fd);
}

function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

async function start() {
  const listen = `127.0.0.1:${await freePort()}`;
  const server = spawn(program, ['serve', '--data', park, '--listen', listen],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  const address = await new Promise((found, lost) => {
    let said = '';
    const hear = (piece) => {
      said += piece;
      const match = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (match) found(match[0]);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('exit', () => lost(new Error(`the server ended: ${said}`)));
  });
  return { server, address };
}

const made = run('init', park, '--sample');
if (made.status !== 0) { console.log(`Bail out! ${made.stderr}`); process.exit(1); }
const token = JSON.parse(run('token', 'create', 'coord', '--name', 'test', '--format', 'json').stdout).secret;
const { server, address } = await start();
const headers = { authorization: `Bearer ${token}` };

async function call(path, options = {}) {
  const reply = await fetch(address + path, { ...options, headers: { ...headers, ...options.headers } });
  const text = await reply.text();
  return { status: reply.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
}
const enter = (key) => call('/api/v1/matter/enter', {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'idempotency-key': key },
  body: JSON.stringify({ title: `满 ${key}`, text: '正文'.repeat(500), source: 'phone', raiser: '册外某厂' }),
});
const total = async () => (await call('/api/v1/matter/list?limit=1')).json?.total;
const upload = () => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(2 << 20)]), 'big.bin');
  return call('/api/v1/file/upload', { method: 'POST', body: form });
};

const before = await total();
ok(before > 0, 'the list is there');
ok((await enter('first')).status === 200, 'an act while there is room');
fill(`${dir}/filler`);
let kept = 1, refused = null;
for (let i = 0; i < 200 && !refused; i++) {  // the log may still have room that was used before
  const reply = await enter(`full-${i}`);
  if (reply.status === 200) kept++;
  else refused = { key: `full-${i}`, ...reply };
}
ok(refused?.status === 507, 'an act on a full disk: 507', `${refused?.status} ${refused?.text}`);
ok(refused?.json?.error?.code === 'full', '... says so in words', refused?.text);
ok(await total() === before + kept, 'nothing of it is there', await total());
let all = true;
for (let i = 0; i < 5; i++) all = all && (await enter(`again-${i}`)).status === 507;
ok(all, 'and so every time');
ok((await call('/sign-in')).status === 200, 'pages are still drawn');
ok((await upload()).status === 507, 'an upload: 507', (await upload()).text);
ok(server.exitCode === null, 'the server lives');
unlinkSync(`${dir}/filler`);
const later = await enter(refused.key);
ok(later.status === 200, 'with room again the same act is done, by the same server', later.text);
ok(await total() === before + kept + 1, '... once', await total());
ok((await upload()).status === 200, 'and the same upload');
const ended = new Promise((done) => server.on('exit', done));
server.kill('SIGTERM');
ok(await ended === 0, 'it ends in order');
const verified = run('verify');
ok(verified.status === 0, 'the journal is whole', verified.stdout + verified.stderr);
const doctor = run('doctor', '--format', 'json');
const findings = Object.fromEntries(JSON.parse(doctor.stdout).map((f) => [f.check, f.finding]));
ok(findings.database === 'good' && findings.counters === 'good', 'database and counters are right',
  doctor.stdout);
console.log(`1..${n}`);
process.exit(failed ? 1 : 0);
