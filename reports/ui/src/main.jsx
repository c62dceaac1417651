// Everything here only adds to a page that is complete without it: the tables and texts in <main> are the report.
import './style.css';
import { render } from 'preact';
import { Blame } from './blame.jsx';
import { Compare } from './compare.jsx';
import { followHash } from './deep_links.js';
import { highlightSources } from './highlight.js';
import { OrderGraph } from './order_graph.jsx';
import { Scaling } from './scaling.jsx';
import { Course, Flame } from './waits.jsx';
import { Toolbar } from './toolbar.jsx';
import { enhanceTables } from './tables.js';

const data = JSON.parse(document.getElementById('paraudit-data').textContent || 'null');

// Mounts a component in a new element at the given end of `parent`, if the report has such a part.
function mount(parent, component, where = 'append') {
  if (!parent) return;
  const box = document.createElement('div');
  parent[where](box);
  render(component, box);
}

// The id that the writer gave to a name; see element_id in reports/render/html_writer.cpp.
export function elementId(prefix, name) {
  let id = prefix;
  for (const byte of new TextEncoder().encode(name)) {
    const character = String.fromCharCode(byte);
    id += /[A-Za-z0-9_:.-]/.test(character) ? character : '~' + byte.toString(16).padStart(2, '0');
  }
  return id;
}

enhanceTables(document);
mount(document.querySelector('header'), <Toolbar data={data} />);
if (data) {
  const after = (id) => document.querySelector(`#${id} h2`);
  if (data.lock_order.edges.length) mount(after('order'), <OrderGraph order={data.lock_order} leftOut={data.left_out?.pairs ?? 0} elementId={elementId} />, 'after');
  if (data.locks.some((lock) => (lock.course ?? []).length)) mount(after('locks'), <Course data={data} />, 'after');
  if (data.locks.some((lock) => lock.wait_ns.total > 0)) mount(after('locks'), <Flame data={data} />, 'after');
  if (data.scaling.measured.length > 1 || (data.scaling.predictions ?? []).length) mount(after('scaling'), <Scaling data={data} />, 'after');
  if (data.runs.length > 1) mount(document.getElementById('runs'), <Compare data={data} />);
  for (const lock of [...data.locks, ...data.wait_objects])
    if (lock.blame.length > 1)
      mount(document.querySelector(`section#${CSS.escape(elementId('lock-', lock.id))} > p`), <Blame lock={lock} />, 'after');
}
highlightSources(document);
followHash();
document.documentElement.dataset.enhanced = 'yes';
