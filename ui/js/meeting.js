// The secretary's page and the screen in the room.
//
// Once the secretary's page is open it needs no network: a decision goes into the browser's storage
// with its act id, and is sent from there, oldest first, again and again until the server has
// answered. The act id makes a repeat harmless. What the server refuses stays here, beside what the
// record says now, until the secretary settles it. doc/why/901 says why it is done like this.
(() => {
  'use strict';
  const english = document.documentElement.lang === 'en';
  const say = (chinese, other) => english ? other : chinese;
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const parse = (html) => new DOMParser().parseFromString(html, 'text/html').body;
  // Act ids are odd positive numbers of 63 bits, as those that forms carry.
  const newAct = () => {
    const bits = crypto.getRandomValues(new BigUint64Array(1))[0];
    return ((bits & 0x7fffffffffffffffn) | 1n).toString();
  };
  const post = (url, token, act, pairs) => fetch(url, {
    method: 'POST', credentials: 'same-origin', headers: { 'HX-Request': 'true' },
    body: new URLSearchParams([['_token', token], ['_act', act], ...pairs]),
  });

  // ---- the line: the same rules as src/domain/meeting/meeting_line_rule.h -----------------------

  const dayOf = (text) => Date.parse(text + 'T00:00:00Z') / 864e5;
  const dayText = (day) => new Date(day * 864e5).toISOString().slice(0, 10);
  const weekday = (day) => (new Date(day * 864e5).getUTCDay() + 6) % 7; // 0 = Monday
  const fromDate = (year, month, day) => {
    const at = Date.UTC(year, month - 1, day);
    const d = new Date(at);
    return d.getUTCMonth() === month - 1 && d.getUTCDate() === day ? at / 864e5 : null;
  };

  class Lines {
    constructor(today, work, departments) {
      this.today = dayOf(today);
      this.work = work;
      this.departments = departments;
    }
    works(day) {
      const known = this.work[day - this.today];
      return known ? known === '1' : weekday(day) < 5;
    }
    workdayAdd(n) {
      let day = this.today;
      if (n === 0) { while (!this.works(day)) day++; return day; }
      while (n > 0) if (this.works(++day)) n--;
      return day;
    }
    workdaysTo(to) {
      let n = 0;
      for (let day = this.today + 1; day <= to; day++) n += this.works(day);
      return n;
    }
    named(w) {
      const near = { jt: 0, 今天: 0, mt: 1, 明天: 1, ht: 2, 后天: 2 };
      if (Object.hasOwn(near, w)) return this.today + near[w];
      const end = /^(下|x)?(月底|yd)$/.exec(w);
      if (!end) return null;
      const d = new Date(this.today * 864e5);
      return Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + (end[1] ? 2 : 1), 1) / 864e5 - 1;
    }
    ofWeek(w) {
      const m = /^(下|x|本|b)?(?:周|星期|z)(?:([一二三四五六日天])|([1-7]))$/.exec(w);
      if (!m) return null;
      const next = m[1] === '下' || m[1] === 'x';
      const n = m[3] ? m[3] - 1 : m[2] === '天' ? 6 : '一二三四五六日'.indexOf(m[2]);
      let day = this.today - weekday(this.today) + n + (next ? 7 : 0);
      if (day < this.today && !(m[1] === '本' || m[1] === 'b')) day += 7;
      return day >= this.today ? day : null;
    }
    nextSuch(month, day) {
      const year = new Date(this.today * 864e5).getUTCFullYear();
      for (let y = year; y <= year + 4; y++) {
        const found = fromDate(y, month, day);
        if (found !== null && found >= this.today) return found;
      }
      return null;
    }
    date(w) {
      let m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(w);
      if (m) return fromDate(+m[1], +m[2], +m[3]);
      m = /^(\d{1,2})(\d\d)$/.exec(w) || /^(\d{1,2})[.\-/月](\d{1,4})[日号]?$/.exec(w);
      return m && +m[1] >= 1 ? this.nextSuch(+m[1], +m[2]) : null;
    }
    count(w) {
      let m = /^(?:d\+|d|\+)(\d{1,4})$/.exec(w) || /^(\d{1,4})(?:d|天|日|天内|日内)$/.exec(w);
      if (m) return +m[1] <= 999 ? this.today + +m[1] : null;
      m = /^g(\d{1,4})$/.exec(w) || /^(\d{1,4})(?:g|gzr|个工作日|工作日|个工作日内)?$/.exec(w);
      return m && +m[1] <= 999 ? this.workdayAdd(+m[1]) : null;
    }
    day(w) {
      for (const read of [this.named, this.ofWeek, this.date, this.count]) {
        const day = read.call(this, w);
        if (day !== null) return day;
      }
      return null;
    }
    rank(d, w) {
      if ([d.shorts, d.initials, d.name, d.short].includes(w)) return 0;
      if (d.shorts.startsWith(w) || d.short.startsWith(w)) return 1;
      if (d.initials.startsWith(w) || d.name.startsWith(w)) return 2;
      if ([d.shorts, d.initials, d.short, d.name].some((text) => text.includes(w))) return 3;
      const inOrder = (text) => { let at = 0; for (const c of text) if (c === w[at]) at++; return at === w.length; };
      return inOrder(d.shorts) || inOrder(d.initials) ? 4 : 6;
    }
    match(w) {
      let best = 6, found = [];
      for (const d of this.departments) {
        const rank = this.rank(d, w);
        if (rank < best) { best = rank; found = []; }
        if (rank === best && rank < 6 && found.length < 8) found.push(d);
      }
      return found;
    }
    read(text) {
      const narrow = text.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xFEE0)).toLowerCase();
      const words = narrow.split(/[ \t,;，、；。\u3000]+/).filter(Boolean).slice(0, 16);
      const line = { lead: null, helpers: [], day: null, words: [] };
      for (const w of words) {
        const day = this.day(w);
        if (day !== null) { line.day = day; line.words.push({ text: w, is: 'day', day }); continue; }
        const found = this.match(w);
        line.words.push({ text: w, is: ['unknown', 'department'][found.length] || 'several', found });
        if (found.length !== 1) continue;
        if (!line.lead) line.lead = found[0];
        if (line.lead !== found[0] && !line.helpers.includes(found[0]) && line.helpers.length < 10) line.helpers.push(found[0]);
      }
      return line;
    }
  }

  // ---- what waits to be sent ----------------------------------------------------------------------

  // One key per decision: two windows never write over each other's.
  class Queue {
    constructor(meeting, person) {
      this.prefix = `lianyuan.meeting.${meeting}.${person}.act.`;
    }
    all() {
      const entries = [];
      for (let i = 0; i < localStorage.length; i++) {
        const key = localStorage.key(i);
        if (!key.startsWith(this.prefix)) continue;
        try { entries.push(JSON.parse(localStorage.getItem(key))); } catch { /* not ours */ }
      }
      return entries.sort((a, b) => a.at - b.at || (a.act < b.act ? -1 : 1));
    }
    put(entry) { localStorage.setItem(this.prefix + entry.act, JSON.stringify(entry)); }
    drop(entry) { localStorage.removeItem(this.prefix + entry.act); }
  }

  // ---- the secretary's page -------------------------------------------------------------------------

  const desk = () => {
    const root = one('#desk');
    const panel = one('#entry');
    const questions = all('.question', root);
    const writes = root.dataset.writes === '1';
    const queue = new Queue(root.dataset.meeting, root.dataset.person);
    const departments = all('#departments li').map((li) => ({
      id: li.dataset.id, name: li.textContent.toLowerCase(), label: li.textContent, shown: li.dataset.short,
      short: li.dataset.short.toLowerCase(), initials: li.dataset.initials, shorts: li.dataset.shorts,
    }));
    const lines = new Lines(root.dataset.today, root.dataset.work, departments);
    const field = (name) => one(`[name=${name}]`, panel);
    const chosen = (name) => one(`[name=${name}]:checked`, panel)?.value || '';
    const question = (item) => questions.find((q) => q.dataset.item === item);
    const draftKey = (item) => `lianyuan.meeting.${root.dataset.meeting}.${root.dataset.person}.draft.${item}`;
    let token = root.dataset.token;
    let current = null, wait = 0, timer = 0, busy = false, problem = '', turning = 0;
    globalThis.lianyuanLines = lines; // for the test that holds it against the server's reading

    // -- drawing

    const short = (day) => dayText(day).slice(5) + ' ' + (english ? ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] : ['周一', '周二', '周三', '周四', '周五', '周六', '周日'])[weekday(day)];

    const drawRead = () => {
      const out = one('#read');
      const line = lines.read(field('line').value);
      const parts = [];
      out.textContent = '';
      if (line.lead) parts.push(say('主办 ', 'Lead ') + line.lead.label);
      if (line.helpers.length) parts.push(say('协办 ', 'Helpers ') + line.helpers.map((d) => d.label).join(say('、', ', ')));
      if (line.day !== null) parts.push(short(line.day) + say(`，${lines.workdaysTo(line.day)} 个工作日`, `, ${lines.workdaysTo(line.day)} working days`) + (lines.works(line.day) ? '' : say('（休息日）', ' (a rest day)')));
      out.append(parts.join(' · '));
      for (const word of line.words) {
        if (word.is === 'unknown') out.append(' ', make('span', 'invalid', say(`“${word.text}”不是部门，也不是日期`, `“${word.text}” is neither a department nor a date`)));
        if (word.is !== 'several') continue;
        const choice = make('span', 'choice-of', say(` “${word.text}”是：`, ` “${word.text}” is:`));
        for (const d of word.found) {
          const button = make('button', 'btn btn-small', d.shown);
          button.type = 'button';
          button.addEventListener('click', () => {
            field('line').value = field('line').value.replace(word.text, d.shown);
            typed();
            field('line').focus();
          });
          choice.append(button);
        }
        out.append(choice);
      }
      return line;
    };

    const drawPanel = () => {
      const kind = chosen('kind');
      one('.for-line', panel).hidden = !['assign', 'press'].includes(kind);
      one('.for-solution', panel).hidden = kind === 'confirm';
      one('.said', panel).hidden = !['assign', 'solve'].includes(kind);
      drawRead();
    };

    const typed = () => {
      if (!current) return;
      const draft = { kind: chosen('kind'), said: chosen('said'), line: field('line').value, solution: field('solution').value, said_words: field('said_words').value };
      try { localStorage.setItem(draftKey(current.dataset.item), JSON.stringify(draft)); } catch { /* no room: the text is still in the field */ }
      drawPanel();
    };

    const check = (name, value) => all(`[name=${name}]`, panel).forEach((radio) => { radio.checked = radio.value === value; });

    const show = (q, turn) => {
      if (!q) return;
      current = q;
      questions.forEach((other) => { other.hidden = other !== q; });
      all('[data-go]', root).forEach((link) => link.toggleAttribute('aria-current', link.dataset.go === q.dataset.item));
      if (!writes) return;
      const kinds = q.dataset.kinds.split(' ');
      all('[name=kind]', panel).forEach((radio) => { radio.closest('label').hidden = !kinds.includes(radio.value); });
      let draft = null;
      try { draft = JSON.parse(localStorage.getItem(draftKey(q.dataset.item))); } catch { /* none */ }
      draft = draft || { kind: kinds[0], said: 'unasked', line: q.dataset.lead, solution: '', said_words: '' };
      check('kind', kinds.includes(draft.kind) ? draft.kind : kinds[0]);
      check('said', draft.said || 'unasked');
      for (const name of ['line', 'solution', 'said_words']) field(name).value = draft[name] || '';
      one('#wrong').textContent = '';
      panel.hidden = false;
      drawPanel();
      if (turn) { toScreen(q); field(['assign', 'press'].includes(chosen('kind')) ? 'line' : 'said_words').focus({ preventScroll: true }); }
    };

    const step = (by) => show(questions[questions.indexOf(current) + by], true);

    const mark = (q) => {
      const badge = one(`[data-mark="${q.dataset.item}"]`);
      const waiting = queue.all().filter((e) => e.item === q.dataset.item);
      const stuck = waiting.some((e) => e.state !== 'waiting');
      const words = { 1: say('待议', 'To be talked about'), 2: say('已议定', 'Decided'), 3: say('暂缓', 'Deferred') };
      badge.textContent = stuck ? say('未记上', 'Not taken') : waiting.length ? say('待送', 'Waiting to be sent') : words[q.dataset.state];
      badge.className = 'state ' + (stuck ? 'bad' : waiting.length ? 'wait' : ['', '', 'done', 'wait'][q.dataset.state]);
    };

    const now = (q, part) => {
      Object.assign(q.dataset, { version: part.dataset.version, seen: part.dataset.seen, state: part.dataset.state, kinds: part.dataset.kinds });
      const outcome = one('.outcome', q), record = one('.record', q);
      outcome.textContent = '';
      record.textContent = '';
      for (const child of [...part.childNodes]) {
        if (child.nodeType === 1 && child.classList.contains('record-now')) record.append(...[...child.childNodes].map((n) => document.importNode(n, true)));
        else outcome.append(document.importNode(child, true));
      }
      mark(q);
    };

    const button = (label, className, run) => {
      const b = make('button', 'btn ' + className, label);
      b.type = 'button';
      b.addEventListener('click', run);
      return b;
    };

    const drawEntry = (entry) => {
      const li = make('li', entry.state);
      li.append(make('b', '', entry.number + ' '), make('span', '', entry.text));
      if (entry.state === 'waiting') return li;
      li.append(make('p', 'invalid', entry.said));
      const sides = make('div', 'sides');
      const mine = make('div', 'mine'), theirs = make('div', 'theirs');
      mine.append(make('h4', '', say('我记的', 'What I wrote')), make('p', 'body-text', entry.text));
      theirs.append(make('h4', '', say('现在的记录', 'The record now')));
      if (entry.html) theirs.append(...parse(entry.html).childNodes);
      sides.append(mine, theirs);
      const acts = make('div', 'acts');
      acts.append(button(say('仍按我记的定', 'Decide as I wrote'), 'btn-primary', () => again(entry)),
        button(say('放弃我记的', 'Drop what I wrote'), '', () => {
          if (confirm(say('放弃后不能找回。确定放弃吗？', 'This cannot be undone. Drop it?'))) { queue.drop(entry); redraw(); pump(); }
        }));
      li.append(sides, acts);
      return li;
    };

    const redraw = () => {
      const entries = queue.all();
      const box = one('#queue');
      const waiting = entries.filter((e) => e.state === 'waiting').length;
      const list = one('ol', box);
      box.hidden = !writes && !entries.length;
      list.textContent = '';
      list.append(...entries.map(drawEntry));
      const net = one('#net');
      net.textContent = '';
      if (problem === 'sign-in' && waiting) {
        const link = make('a', '', say('请在新窗口登录', 'Sign in in a new window'));
        link.href = root.dataset.here;
        link.target = '_blank';
        link.rel = 'noopener';
        net.append(say('登录已失效，记录还在本机。', 'The session has ended; what you wrote is kept here. '), link, say('，登录后自动送出。', ', then it is sent by itself.'));
      } else if (waiting && problem) {
        net.textContent = say(`连不上服务器，${waiting} 条记录存在本机，恢复后自动送出。可以继续记。`, `The server cannot be reached. ${waiting} kept here, sent by themselves when it is back. Go on writing.`);
      } else if (waiting) {
        net.textContent = say(`正在送出 ${waiting} 条`, `Sending ${waiting}`);
      } else if (!entries.length) {
        net.textContent = say('全部已送达', 'All is with the server');
      }
      box.classList.toggle('offline', Boolean(problem && waiting));
      questions.forEach(mark);
      one('#tally').textContent = `${questions.filter((q) => q.dataset.state !== '1').length}/${questions.length}`;
    };

    // -- sending

    const refuse = (entry, status, part) => {
      entry.state = status === 409 ? 'conflict' : 'refused';
      entry.said = part?.dataset.message || say('服务器没有接受这条记录', 'The server did not take it');
      entry.html = part ? part.innerHTML : '';
      entry.next = part ? { version: part.dataset.version, seen: part.dataset.seen } : null;
      queue.put(entry);
    };

    const freshToken = async () => {
      const answer = await fetch(root.dataset.fresh, { credentials: 'same-origin', headers: { 'HX-Request': 'true' } });
      if (answer.ok) token = (await answer.text()).trim();
      return answer.ok;
    };

    // True: settled, one way or the other. False: to be tried again later.
    const send = async (entry) => {
      const q = question(entry.item);
      if (!q) { refuse(entry, 404, null); return true; }
      if (!entry.frozen) { // behind another decision on the same item, which has been taken by now
        entry.pairs.push(['version', q.dataset.version], ['seen', q.dataset.seen]);
        entry.frozen = true;
        queue.put(entry);
      }
      for (let tries = 0; tries < 2; tries++) {
        const answer = await post(q.dataset.decide, token, entry.act, [['_done', q.dataset.part], ...entry.pairs]);
        if (answer.status === 401) { problem = 'sign-in'; return false; }
        if (answer.status === 429 || answer.status >= 500) { problem = 'server'; return false; }
        const part = one('.item-now', parse(await answer.text()));
        if (answer.ok && part) { queue.drop(entry); now(q, part); return true; }
        if (answer.ok) { problem = 'sign-in'; return false; }
        if (answer.status !== 403 || tries) { refuse(entry, answer.status, part); return true; }
        if (!await freshToken()) { problem = 'sign-in'; return false; }
      }
      return true;
    };

    const nextEntry = () => {
      const blocked = new Set();
      for (const entry of queue.all()) {
        if (entry.state !== 'waiting') blocked.add(entry.item);
        else if (!blocked.has(entry.item)) return entry;
      }
      return null;
    };

    const pump = async () => {
      if (busy) return;
      busy = true;
      clearTimeout(timer);
      let settled = true;
      for (let entry = nextEntry(); entry && settled; entry = settled && nextEntry()) {
        try { settled = await send(entry); } catch { problem = 'network'; settled = false; }
        if (settled) { problem = ''; wait = 0; }
        redraw();
      }
      busy = false;
      if (settled) return;
      wait = Math.min(30000, wait * 2 || 1000);
      timer = setTimeout(pump, wait);
    };

    // Another act id: the one that was refused has no outcome, but it is spent.
    const again = (entry) => {
      const pairs = entry.pairs.filter(([name]) => name !== 'version' && name !== 'seen');
      const fresh = { ...entry, act: newAct(), state: 'waiting', said: '', html: '', pairs, frozen: Boolean(entry.next) };
      if (entry.next) fresh.pairs.push(['version', entry.next.version], ['seen', entry.next.seen]);
      queue.put(fresh);
      queue.drop(entry);
      redraw();
      pump();
    };

    // The screen in the room follows; when there is no network it stays where it is.
    const toScreen = (q) => {
      clearTimeout(turning);
      turning = setTimeout(() => post(q.dataset.move, token, newAct(), []).catch(() => {}), 300);
    };

    // -- writing

    const wrong = (text, name) => { one('#wrong').textContent = text; field(name).focus(); return null; };

    const gather = () => {
      const kind = chosen('kind');
      const words = field('said_words').value.trim(), solution = field('solution').value.trim();
      const pairs = [['kind', kind]];
      let text = one(`[name=kind]:checked`, panel).closest('label').textContent.trim();
      if (kind === 'assign') {
        const line = lines.read(field('line').value);
        if (line.words.some((w) => w.is === 'several')) return wrong(say('有的部门还不明确，请选定或多打几个字母', 'One department is not clear yet: choose it, or type more letters'), 'line');
        if (line.words.some((w) => w.is === 'unknown')) return wrong(say('有的词认不出，请改正', 'One word is not understood'), 'line');
        if (!line.lead) return wrong(say('请写主办部门', 'Name the lead department'), 'line');
        if (line.day === null) return wrong(say('请写日期', 'Name the day'), 'line');
        if (!solution) return wrong(say('请记下会上答复的解决方案', 'Write down the solution given in the room'), 'solution');
        pairs.push(['lead', line.lead.id], ...line.helpers.map((d) => ['helpers', d.id]), ['promise', dayText(line.day)]);
        text += ` · ${line.lead.label}${line.helpers.length ? say('，协办 ', ', helpers ') + line.helpers.map((d) => d.label).join(say('、', ', ')) : ''} · ${dayText(line.day)}`;
      }
      if (kind === 'solve' && !solution) return wrong(say('请记下会上答复的解决方案', 'Write down the solution given in the room'), 'solution');
      if (kind === 'press') {
        const line = lines.read(field('line').value);
        if (!solution) return wrong(say('请记下会上的督办要求', 'Write down what is pressed for'), 'solution');
        if (line.day !== null) { pairs.push(['promise', dayText(line.day)]); text += say(` · 限 ${dayText(line.day)} 前`, ` · by ${dayText(line.day)}`); }
      }
      if (kind === 'redo' && !words) return wrong(say('请记下企业为什么不认可', 'Write down why the firm says no'), 'said_words');
      if (kind !== 'confirm' && solution) { pairs.push(['solution', solution]); text += ' · ' + solution; }
      if (['assign', 'solve'].includes(kind)) {
        pairs.push(['said', chosen('said')]);
        if (chosen('said') !== 'unasked') text += ' · ' + (chosen('said') === 'yes' ? say('企业认可', 'The firm says yes') : say('企业不认可', 'The firm says no'));
      }
      if (words) { pairs.push(['said_words', words]); text += ' · ' + words; }
      return { pairs, text };
    };

    const save = () => {
      const made = current && gather();
      if (!made) return;
      const item = current.dataset.item;
      const first = !queue.all().some((e) => e.item === item);
      const entry = { act: newAct(), item, number: current.dataset.number, at: Date.now(), state: 'waiting', frozen: first, ...made };
      if (first) entry.pairs.push(['version', current.dataset.version], ['seen', current.dataset.seen]);
      try { queue.put(entry); } catch {
        one('#wrong').textContent = say('浏览器存不下了，这一条请用下面的“记录议定”直接提交', 'The browser has no room: use the plain form for this one');
        questions.forEach((q) => q.classList.add('no-store'));
        return;
      }
      localStorage.removeItem(draftKey(item));
      redraw();
      pump();
      const index = questions.indexOf(current);
      show(questions[index + 1] || current, index + 1 < questions.length);
    };

    // -- wiring

    root.classList.add('live');
    all('[data-go]', root).forEach((link) => link.addEventListener('click', (event) => { event.preventDefault(); show(question(link.dataset.go), true); }));
    if (writes) {
      panel.addEventListener('input', typed);
      one('#save').addEventListener('click', save);
      one('#previous').addEventListener('click', () => step(-1));
      one('#next').addEventListener('click', () => step(1));
      field('line').addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.isComposing || event.ctrlKey) return;
        event.preventDefault();
        field('solution').focus();
      });
      addEventListener('online', () => { wait = 0; pump(); });
      addEventListener('focus', () => { if (problem) { wait = 0; pump(); } });
      addEventListener('beforeunload', (event) => { if (queue.all().length) event.preventDefault(); });
      one('#end')?.closest('form').addEventListener('submit', (event) => {
        if (!queue.all().length) return;
        event.preventDefault();
        alert(say('还有记录没有送达或没有处理，先处理完再结束会议。', 'Something is not sent or not settled yet. Settle it before the meeting ends.'));
      });
    }
    document.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.altKey && event.key === 'ArrowDown') { event.preventDefault(); step(1); }
      if (event.altKey && event.key === 'ArrowUp') { event.preventDefault(); step(-1); }
      if (!writes) return;
      if (event.ctrlKey && event.key === 'Enter') { event.preventDefault(); save(); }
      if (event.altKey && /^[yn]$/i.test(event.key)) { event.preventDefault(); check('said', /y/i.test(event.key) ? 'yes' : 'no'); typed(); }
    });
    show(questions.find((q) => q.dataset.current) || questions.find((q) => q.dataset.state === '1') || questions[0], false);
    redraw();
    if (writes) pump();
  };

  // ---- the screen in the room -----------------------------------------------------------------------

  const room = () => {
    const root = one('#room');
    let seen = 0, base = 0, last = '';
    const part = () => one('.room-now', root);
    const tick = () => {
      const timer = one('.room-timer', root);
      if (!timer) return;
      const s = Math.floor(base + (performance.now() - seen) / 1000);
      timer.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
      timer.classList.toggle('over', s > timer.dataset.minutes * 60);
    };
    const face = (element) => {
      const copy = element.cloneNode(true);
      copy.removeAttribute('data-token');
      copy.removeAttribute('data-spent');
      const timer = one('.room-timer', copy);
      if (timer) timer.textContent = '';
      return copy.outerHTML;
    };
    const take = (element) => {
      const now = face(element);
      if (now !== last) root.replaceChildren(document.importNode(element, true));
      else part().dataset.token = element.dataset.token;
      last = now;
      base = Number(element.dataset.spent);
      seen = performance.now();
      tick();
    };
    const poll = async () => {
      try {
        const answer = await fetch(part().dataset.room, { credentials: 'same-origin', headers: { 'HX-Request': 'true' } });
        const element = answer.ok && one('.room-now', parse(await answer.text()));
        if (element) take(element);
      } catch { /* no network: what is on the screen stays */ }
    };
    const turn = async (url) => {
      if (!url) return;
      try { await post(url, part().dataset.token, newAct(), []); } catch { return; }
      poll();
    };
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (['ArrowRight', 'PageDown', ' '].includes(event.key)) { event.preventDefault(); turn(part().dataset.next); }
      if (['ArrowLeft', 'PageUp'].includes(event.key)) { event.preventDefault(); turn(part().dataset.previous); }
    });
    take(part());
    document.body.classList.add('live');
    setInterval(tick, 1000);
    setInterval(poll, 3000);
  };

  if (one('#desk')) desk();
  if (one('#room')) room();
})();
