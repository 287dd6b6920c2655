// Makes the one stylesheet that pages load: of Tabler only the rules that our markup can match,
// then ours. Tabler's whole file weighs 79 kB compressed, the trimmed one about a tenth.
//
//   node trim.mjs TABLER.css OURS.css OUT.css TEMPLATE...
//
// A rule stays when every class in one of its selectors stands in a class="..." of a template. Of
// the custom properties those stay that a kept declaration reads. Dark themes, right-to-left and
// animations are left out: the product has one neutral surface.
import { readFileSync, writeFileSync } from 'node:fs';

const [tabler, ours, out, ...templates] = process.argv.slice(2);
const used = new Set();
for (const file of templates)
  for (const [, list] of readFileSync(file, 'utf8').matchAll(/class="([^"]*)"/g))
    for (const name of list.replace(/\{%.*?%\}|\{\{.*?\}\}/g, ' ').split(/\s+/)) used.add(name);

// Cuts css into [prelude, body] pairs at the outer braces.
function* blocks(css) {
  let start = 0, depth = 0, open = 0;
  for (let i = 0; i < css.length; i++) {
    if (css[i] === '{' && depth++ === 0) open = i;
    else if (css[i] === '}' && --depth === 0) {
      yield [css.slice(start, open).trim(), css.slice(open + 1, i)];
      start = i + 1;
    } else if (css[i] === ';' && depth === 0) start = i + 1;
  }
}

function splitSelectors(prelude) {
  const parts = [];
  let depth = 0, from = 0;
  for (let i = 0; i <= prelude.length; i++) {
    if (prelude[i] === '(') depth++;
    else if (prelude[i] === ')') depth--;
    else if (i === prelude.length || (prelude[i] === ',' && depth === 0)) {
      parts.push(prelude.slice(from, i).trim());
      from = i + 1;
    }
  }
  return parts;
}

function matches(selector) {
  if (/^:root|^:host|\[data-|scrollbar|:hover::|^body$|-moz-|-ms-|::-webkit-(file|calendar|color)|\.was-validated|plaintext|\.h[1-6]\b/.test(selector))
    return false;
  if (/^(button|figure|mark|kbd|samp|iframe|output|progress|address|dl|dd|dt|blockquote|sub|sup|hr|pre|code)\b/.test(selector))
    return false;
  return [...selector.matchAll(/\.([\w-]+)/g)].every(([, name]) => used.has(name));
}

function trim(css) {
  let kept = '';
  for (const [prelude, body] of blocks(css)) {
    if (prelude.startsWith('@media')) {
      if (/prefers|print/.test(prelude)) continue;
      const inner = trim(body);
      if (inner) kept += `${prelude}{${inner}}`;
    } else if (!prelude.startsWith('@')) {
      const selectors = splitSelectors(prelude).filter(matches);
      if (selectors.length) kept += `${selectors.join(',')}{${body.trim()}}`;
    }
  }
  return kept;
}

// Drops definitions of custom properties that nothing reads, until nothing changes.
function dropUnread(css, alsoRead) {
  for (;;) {
    const read = new Set([...(css + alsoRead).matchAll(/var\((--[\w-]+)/g)].map((m) => m[1]));
    const next = css
      .replace(/(--[\w-]+):(?:[^;{}()"]|\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)|"[^"]*")*(;|(?=\}))/g,
        (whole, name) => (read.has(name) ? whole : ''))
      .replace(/[^{}]+\{\}/g, '');
    if (next === css) return css;
    css = next;
  }
}

const plain = (css) => css.replace(/\/\*[\s\S]*?\*\//g, '');
const tight = (css) => plain(css).replace(/\s+/g, ' ').replace(/\s*([{};,>])\s*/g, '$1').replace(/;\}/g, '}').replace(/: /g, ':');
const own = tight(readFileSync(ours, 'utf8'));
const base = dropUnread(trim(plain(readFileSync(tabler, 'utf8'))), own);
writeFileSync(out, `/* Parts of Tabler (MIT, github.com/tabler/tabler); then lianyuan's own. */\n${base}\n${own}\n`);
