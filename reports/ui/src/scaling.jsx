// Time over thread counts as measured, the ideal, the fitted law; and what the costliest locks did at each count.
import * as Plot from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import { PlotFigure } from './plot_figure.jsx';

const LOCKS = 5;
const style = { background: 'transparent', color: 'currentColor', fontSize: '12px', overflow: 'visible' };
// Okabe and Ito's colours keep apart for colour-blind readers; dashes and symbols say the same.
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b58900'];

function fitted(fit, first, threads) {
  const { contention, coherency } = fit;
  return (first * (1 + contention * (threads - 1) + coherency * threads * (threads - 1))) / threads;
}

function timeLines(scaling) {
  const measured = scaling.measured.map((time) => ({ threads: time.threads, ms: time.time_ns / 1e6, line: 'measured' }));
  const one = measured.find((time) => time.threads === 1);
  const lines = [...measured];
  if (one) for (const { threads } of measured) lines.push({ threads, ms: one.ms / threads, line: 'ideal' });
  if (one && scaling.fit)
    for (const { threads } of measured) lines.push({ threads, ms: fitted(scaling.fit, one.ms, threads), line: 'fitted' });
  return lines;
}

function lockTrend(data) {
  const rows = [];
  for (const lock of data.locks.slice(0, LOCKS))
    for (const share of lock.per_run)
      rows.push({ lock: lock.name, threads: data.runs[share.run].threads, ms: share.wait_ns / 1e6 });
  return rows;
}

export function Scaling({ data }) {
  const lines = timeLines(data.scaling);
  const counts = data.scaling.measured.map((time) => time.threads);
  const axis = { type: 'point', domain: counts, label: 'Threads' };
  const times = useCallback(
    () =>
      Plot.plot({
        style, width: 460, height: 260, x: axis, y: { label: 'Time (ms)', zero: true, grid: true },
        color: { legend: false, domain: ['measured', 'ideal', 'fitted'], range: colours },
        marks: [
          Plot.line(lines, { x: 'threads', y: 'ms', stroke: 'line', strokeDasharray: (row) => (row.line === 'measured' ? null : '5,4'), z: 'line' }),
          Plot.dot(lines.filter((row) => row.line === 'measured'), { x: 'threads', y: 'ms', fill: colours[0], r: 4 }),
          Plot.text(lines, Plot.selectLast({ x: 'threads', y: 'ms', z: 'line', text: 'line', dx: 8, textAnchor: 'start', fill: 'currentColor' })),
        ],
        marginRight: 70,
      }),
    [data],
  );
  const trend = lockTrend(data);
  const waits = useCallback(
    () =>
      Plot.plot({
        style, width: 620, height: 260, marginRight: 250, x: axis, y: { label: 'Waited for (ms, all threads)', zero: true, grid: true },
        color: { range: colours }, symbol: { legend: false },
        marks: [
          Plot.line(trend, { x: 'threads', y: 'ms', stroke: 'lock', z: 'lock' }),
          Plot.dot(trend, { x: 'threads', y: 'ms', stroke: 'lock', symbol: 'lock', r: 4 }),
          Plot.text(trend, Plot.selectLast({ x: 'threads', y: 'ms', z: 'lock', text: (row) => row.lock.slice(-32), dx: 8, textAnchor: 'start', fill: 'currentColor' })),
        ],
      }),
    [data],
  );
  return (
    <div class="charts">
      <PlotFigure plot={times} label={`Time at ${counts.join(', ')} threads; the table below has the numbers`}
        caption="Measured time against the ideal (time at one thread divided by the threads)." />
      {trend.length > 1 && (
        <PlotFigure plot={waits} label={`Waiting for the ${LOCKS} costliest locks at each thread count`}
          caption={`Waiting for the ${LOCKS} costliest locks at each thread count; each lock's own table has the numbers.`} />
      )}
    </div>
  );
}
