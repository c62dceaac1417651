// Where the waiting went: as a flame graph (all locks, each lock's waiting places, who held it meanwhile), and over a run's
// time. The locks' tables have the numbers.
import * as Plot from '@observablehq/plot';
import { useCallback, useState } from 'preact/hooks';
import { PlotFigure } from './plot_figure.jsx';
import { duration } from './units.js';

const MIN_SHARE = 0.004; // narrower boxes are not drawn
const LOCKS = 5;
const colours = ['var(--c1)', 'var(--c2)', 'var(--c3)', 'var(--c4)', 'var(--c5)'];

const where = ({ file, line }) => (file ? `${file.split('/').pop()}:${line}` : '(not recorded)');

function grouped(cells, side) {
  const groups = new Map();
  for (const cell of cells) {
    const key = `${cell[side].file}:${cell[side].line}`;
    const group = groups.get(key) ?? { name: where(cell[side]), full: `${cell[side].function} ${key}`, ns: 0, cells: [] };
    group.ns += cell.wait_ns;
    group.cells.push(cell);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.ns - a.ns);
}

function Box({ name, full, ns, all, level, children }) {
  if (ns < all * MIN_SHARE) return null;
  return (
    <div class="flame" style={{ flex: `${ns} 1 0` }}>
      <div class={`box level${level}`} title={`${full}: ${duration(ns)}`}>{name}</div>
      <div class="row">{children}</div>
    </div>
  );
}

export function Flame({ data }) {
  const shown = data.locks.filter((lock) => lock.wait_ns.total > 0);
  const all = shown.reduce((sum, lock) => sum + lock.wait_ns.total, data.left_out?.lock_wait_ns ?? 0);
  return (
    <figure>
      <div class="flames" role="img" aria-label="Flame graph of all waiting for locks; the tables below have the numbers">
        <Box name={`all waiting: ${duration(all)}`} full="All locks" ns={all} all={all} level={0}>
          {shown.map((lock) => (
            <Box name={lock.name} full={lock.name} ns={lock.wait_ns.total} all={all} level={1}>
              {grouped(lock.blame, 'waiter').map((waiter) => (
                <Box {...waiter} full={`waits in ${waiter.full}`} all={all} level={2}>
                  {grouped(waiter.cells, 'holder').map((holder) => (
                    <Box {...holder} full={`held by ${holder.full}`} all={all} level={3} />
                  ))}
                </Box>
              ))}
            </Box>
          ))}
        </Box>
      </div>
      <figcaption>Width is waiting time. From above: all locks, the lock, where threads waited, where the holder had taken it.</figcaption>
    </figure>
  );
}

// Rows for Plot: of one run, for each lock and part of the run's time.
function rowsOf(locks, run, duration) {
  return locks.flatMap((lock) => {
    const waits = lock.course.find((course) => course.run === run)?.wait_ns ?? [];
    const part = duration / 1e6 / waits.length;
    return waits.map((ns, i) => ({ lock: lock.name, at: (i + 0.5) * part, ms: ns / 1e6 }));
  });
}

export function Course({ data }) {
  const locks = data.locks.filter((lock) => (lock.course ?? []).length).slice(0, LOCKS);
  const totals = data.runs.map((run, i) => locks.reduce((sum, lock) => sum + (lock.per_run.find((share) => share.run === i)?.wait_ns ?? 0), 0));
  const [run, choose] = useState(totals.indexOf(Math.max(...totals)));
  const names = locks.map((lock) => lock.name);
  const plot = useCallback(
    () =>
      Plot.plot({
        style: { background: 'transparent', color: 'currentColor', fontSize: '12px', overflow: 'visible' },
        width: 900, height: 250, marginLeft: 60, marginBottom: 40, x: { label: 'Time since the start (ms)' }, y: { label: 'Waiting (ms, all threads)', grid: true },
        color: { legend: true, domain: names, range: colours },
        marks: [
          Plot.areaY(rowsOf(locks, run, data.runs[run].duration_ns), { x: 'at', y: 'ms', fill: 'lock', curve: 'step' }),
          Plot.ruleY([0]),
        ],
      }),
    [data, run],
  );
  return (
    <div>
      <label>Run <select value={run} onChange={(event) => choose(Number(event.target.value))}>
        {data.runs.map((each, i) => totals[i] > 0 && <option value={i}>{each.label}{each.recording === 'timeline' ? ', timeline' : ''}</option>)}
      </select></label>
      <PlotFigure plot={plot} label={`When threads waited for the ${locks.length} costliest locks in one run`}
        caption="When threads waited, and for which lock, in one run." />
    </div>
  );
}
