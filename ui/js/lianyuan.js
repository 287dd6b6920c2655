// What makes the pages quicker to use. Everything works without it.
(() => {
  'use strict';
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const typing = (el) => el.closest('input, textarea, select, [contenteditable]');
  root.classList.add('js');

  // "/" goes to the search box; 1 to 9 open what is first on the list of things to do; j, k, x: walk().
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Escape') return leave(event);
    if (typing(event.target)) return;
    if (event.key === '/') {
      event.preventDefault();
      const box = document.querySelector('.find input');
      if (box) { box.focus(); box.select(); }
    } else if (/^[jkx]$/.test(event.key)) {
      walk(event);
    } else if (/^[1-9]$/.test(event.key)) {
      const link = document.querySelector(`[data-key="${event.key}"] .btn, [data-key="${event.key}"] a`);
      if (link) { event.preventDefault(); link.click(); }
    }
  });

  // j and k go down and up a list of records, x chooses the row; Enter opens it, being a link.
  const walk = (event) => {
    const rows = all('.hits tbody tr, .matters tbody tr').filter((row) => row.querySelector('a'));
    if (!rows.length) return;
    event.preventDefault();
    const now = rows.indexOf(event.target.closest('tr'));
    if (event.key === 'x') {
      const box = now >= 0 && rows[now].querySelector('input[type=checkbox]');
      if (box) box.click();
      return;
    }
    const to = rows[Math.min(rows.length - 1, Math.max(0, now + (event.key === 'j' ? 1 : -1)))];
    const link = to.querySelector('.what a') || to.querySelector('td:nth-child(3) a') || to.querySelector('a');
    link.focus();
    to.scrollIntoView({ block: 'nearest' });
  };

  // Esc leaves a form, and asks first when something was typed.
  let dirty = false;
  const leave = (event) => {
    const open = document.querySelector('details.menu[open]');
    if (open) { open.open = false; open.querySelector('summary').focus(); return; }
    const back = document.querySelector('.form [data-leave]');
    if (!back || event.target.closest('.find')) return;
    if (!dirty || confirm(root.lang === 'en' ? 'Leave without saving what you typed?' : '填写的内容还没有提交，要离开吗？')) {
      dirty = false;
      back.click();
    }
  };
  document.addEventListener('input', (event) => {
    if (event.target.closest('.form form')) dirty = true;
    count(event.target);
  });
  document.addEventListener('submit', () => { dirty = false; });
  addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault(); });

  // What was typed is kept on the server five seconds later, and forgotten when it is sent.
  let timer = 0, kept = false;
  const keep = (form, text) => {
    const body = new URLSearchParams({ _token: form.elements._token.value, path: location.pathname, text });
    return fetch('/me/draft', { method: 'POST', body, keepalive: true }).catch(() => {});
  };
  const typed = (form) => {
    const pairs = [...new FormData(form)].filter(([name, value]) => name[0] !== '_' && name !== 'version' && typeof value === 'string' && value);
    return new URLSearchParams(pairs).toString();
  };
  document.addEventListener('input', (event) => {
    const form = event.target.closest('[data-draft] form');
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => { kept = true; keep(form, typed(form)); }, 5000);
  });
  document.addEventListener('submit', (event) => {
    if (!event.target.closest('[data-draft]')) return;
    clearTimeout(timer);
    if (kept || document.querySelector('[data-draft] p.flash')) keep(event.target, '');
    kept = false;
  });

  // Requests that say the same, and the class proposed, while the text is typed: its beginning is enough.
  const SAME_MAX = 600;
  let looking;
  const look = async (text) => {
    const title = text.form.querySelector('[name=title]');
    const asked = new URLSearchParams({ title: title ? title.value : '', text: text.value.slice(0, SAME_MAX) });
    const answer = await fetch('/matters/same?' + asked).catch(() => null);
    if (!answer || !answer.ok) return;
    const old = text.parentNode.querySelector('.same');
    if (old) old.remove();
    text.insertAdjacentHTML('afterend', await answer.text());
  };
  document.addEventListener('input', (event) => {
    const text = event.target;
    if (text.name !== 'text' || !/^\/matters\/(new|raise)$/.test(location.pathname)) return;
    clearTimeout(looking);
    looking = setTimeout(() => look(text), 700);
  });

  // How many characters are left, near the limit.
  const count = (el) => {
    if (el.tagName !== 'TEXTAREA' || el.maxLength < 1) return;
    const left = el.maxLength - el.value.length;
    let note = el.parentNode.querySelector('.left');
    if (left > el.maxLength / 10) { if (note) note.remove(); return; }
    if (!note) {
      note = document.createElement('p');
      note.className = 'form-hint left';
      note.setAttribute('aria-live', 'polite');
      el.after(note);
    }
    note.textContent = root.lang === 'en' ? `${left} characters left` : `还可以写 ${left} 字`;
  };

  // A filter acts as soon as it is chosen.
  document.addEventListener('change', (event) => {
    const form = event.target.closest('form.filters');
    if (form && event.target.tagName === 'SELECT') form.requestSubmit();
    if (event.target.matches('.pick-all')) {
      all('tbody input[type=checkbox]', event.target.closest('table')).forEach((box) => { box.checked = event.target.checked; });
    }
    if (event.target.matches('.bulk [name=verb]')) bulk(event.target);
    tally();
  });

  // The bulk bar shows the one choice that its verb needs, and how many rows it will touch.
  const bulk = (verb) => all('.bulk [class*="for-"]').forEach((el) => { el.hidden = !el.classList.contains('for-' + verb.value); });
  const tally = () => {
    const bar = document.querySelector('.bulk:not(.always) b');
    if (!bar) return;
    const form = bar.closest('form');
    const n = all('tbody input:checked', form).length;
    bar.textContent = root.lang === 'en' ? `With ${n} chosen` : `对选中的 ${n} 件`;
    form.classList.toggle('chosen', n > 0);
  };

  // A click beside an open menu closes it.
  document.addEventListener('click', (event) => {
    all('details.menu[open]').forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  const start = () => {
    const head = document.querySelector('.bulk') && document.querySelector('.matters thead th, .picks-rows thead th');
    if (head && !head.querySelector('.pick-all')) {
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.className = 'pick-all';
      box.setAttribute('aria-label', root.lang === 'en' ? 'Choose all on this page' : '选中本页全部');
      head.append(box);
    }
    const verb = document.querySelector('.bulk [name=verb]');
    if (verb) bulk(verb);
    tally();
    const wrong = document.querySelector('.errors');
    if (wrong) { wrong.tabIndex = -1; wrong.focus(); }
  };
  start();

  // Where the chapters do not fit they run on to the side: the one that is open is in view.
  for (const here of document.querySelectorAll('.tabs [aria-current], .chapters [aria-current]'))
    here.parentNode.scrollLeft = here.offsetLeft - (here.parentNode.clientWidth - here.offsetWidth) / 2;
  document.addEventListener('htmx:afterSettle', start);
})();
