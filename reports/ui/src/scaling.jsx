// Time over thread counts as measured, the ideal, the fitted law; and what the costliest locks did at each count.
import * as Plot from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import { PlotFigure } from './plot_figure.jsx';

const LOCKS = 5;
const SERIES = 3;
const style = { background: 'transparent', color: 'currentColor', fontSize: '12px', overflow: 'visible' };
// After Okabe and Ito, so that colour-blind readers can tell them apart; dashes and symbols say the same. See style.css.
const colours = ['var(--c1)', 'var(--c2)', 'var(--c3)', 'var(--c4)', 'var(--c5)'];
const short = (name) => (name.length > 40 ? '…' + name.slice(-39) : name);

function fitted(fit, first, threads) {
  const { contention, coherency } = fit;
  return (first * (1 + contention * (threads - 1) + coherency * threads * (threads - 1))) / threads;
}

// A configuration's replay: a line, and the band of its interval.
function predictionOf(configuration, { predictions = [] }) {
  const prediction = predictions.find((each) => each.configuration === configuration);
  return (prediction?.predicted ?? []).map((time) => ({
    threads: time.threads, line: short(configuration), ms: time.time_ns / 1e6, low: time.low_ns / 1e6, high: time.high_ns / 1e6,
  }));
}

// The curves of the time chart: name, points, dashes. The fitted law is drawn where it was fitted: beyond, it says little.
function timeCurves({ series, fit }, counts) {
  const curves = series.slice(0, SERIES).map(({ configuration, measured }) => ({
    dash: null,
    points: measured.map((time) => ({ threads: time.threads, ms: time.time_ns / 1e6, line: short(configuration) })),
  }));
  const { points } = curves[0];
  const one = points.find((point) => point.threads === 1);
  const most = Math.max(...points.map((point) => point.threads));
  const curve = (line, dash, at, ms) => curves.push({ dash, points: at.map((threads) => ({ threads, line, ms: ms(threads) })) });
  if (one) curve('ideal', '6,4', counts, (threads) => one.ms / threads);
  if (one && fit) curve('fitted', '2,3', counts.filter((threads) => threads <= most), (threads) => fitted(fit, one.ms, threads));
  return curves;
}

function timeChart(scaling, axis) {
  const curves = timeCurves(scaling, axis.domain);
  const predicted = scaling.series.slice(0, SERIES).map(({ configuration }) => predictionOf(configuration, scaling));
  curves.push(...predicted.filter((points) => points.length).map((points) => ({ dash: '8,3', points })));
  const names = [...new Set(curves.map((curve) => curve.points[0].line))];
  return Plot.plot({
    style, width: 560, height: 350, marginLeft: 60, marginBottom: 40, x: axis,
    y: { type: 'log', label: 'Time (ms)', grid: true, ticks: 6, tickFormat: (ms) => ms.toLocaleString('en') },
    color: { legend: true, domain: names, range: colours },
    marks: [
      ...predicted.map((points) => Plot.areaY(points, { x: 'threads', y1: 'low', y2: 'high', fill: 'line', fillOpacity: 0.2 })),
      ...curves.map(({ points, dash }) => Plot.line(points, { x: 'threads', y: 'ms', stroke: 'line', strokeWidth: 2, strokeDasharray: dash ?? undefined })),
      Plot.dot(curves.filter((curve) => !curve.dash).flatMap((curve) => curve.points), { x: 'threads', y: 'ms', fill: 'line', r: 4 }),
    ],
  });
}

function lockTrend(data) {
  const rows = [];
  for (const lock of data.locks.slice(0, LOCKS))
    for (const share of lock.per_run) {
      const run = data.runs[share.run];
      if (run.configuration === data.scaling.series[0].configuration)
        rows.push({ lock: short(lock.name), threads: run.threads, ms: share.wait_ns / 1e6 });
    }
  return rows;
}

function waitChart(trend, axis) {
  const names = [...new Set(trend.map((row) => row.lock))];
  return Plot.plot({
    style, width: 520, height: 290, marginLeft: 60, marginBottom: 40, x: axis, y: { label: 'Waited for (ms, all threads)', zero: true, grid: true },
    color: { domain: names, range: colours }, symbol: { legend: true, domain: names },
    marks: [
      Plot.line(trend, { x: 'threads', y: 'ms', stroke: 'lock', z: 'lock' }),
      Plot.dot(trend, { x: 'threads', y: 'ms', stroke: 'lock', symbol: 'lock', r: 4 }),
    ],
  });
}

export function Scaling({ data }) {
  const measured = data.scaling.measured.map((time) => time.threads);
  const predicted = (data.scaling.predictions ?? []).flatMap((prediction) => prediction.predicted);
  const counts = [...new Set([...measured, ...predicted.map((time) => time.threads)])].sort((a, b) => a - b);
  const axis = { type: 'point', domain: counts, label: 'Threads' };
  const waitAxis = { ...axis, domain: measured };
  const trend = lockTrend(data);
  const times = useCallback(() => timeChart(data.scaling, axis), [data]);
  const waits = useCallback(() => waitChart(trend, waitAxis), [data]);
  return (
    <div class="charts">
      <PlotFigure plot={times} label={`Time at ${counts.join(', ')} threads; the table below has the numbers`}
        caption={'Dots: measured. Ideal: the first time at one thread, divided by the threads.'
          + (predicted.length ? ' Dashed, in the same colour: predicted by replay, with its 95\u00a0% interval.' : '')} />
      {trend.length > 1 && (
        <PlotFigure plot={waits} label={`Waiting for the ${LOCKS} costliest locks at each thread count`}
          caption={`Waiting for the ${LOCKS} costliest locks in the runs of ${data.scaling.series[0].configuration}; each lock's own table has the numbers.`} />
      )}
    </div>
  );
}
