// The blame matrix as heat: rows wait, columns hold. The table below it has the numbers.
import * as Plot from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import { PlotFigure } from './plot_figure.jsx';

const MAX_PLACES = 12;

// The function's own name and its class's, without parameters, and the file's last part.
function place({ file, line, function: name }) {
  const words = name.replace(/\(anonymous namespace\)::/g, '').replace(/\(.*/, '').split('::').slice(-2).join('::');
  return `${words.length > 28 ? '…' + words.slice(-27) : words} ${file.split('/').pop()}:${line}`.trim();
}

function top(blame, side) {
  const totals = new Map();
  for (const cell of blame) {
    const name = place(cell[side]);
    totals.set(name, (totals.get(name) ?? 0) + cell.wait_ns);
  }
  return [...totals].sort((a, b) => b[1] - a[1]).slice(0, MAX_PLACES).map(([name]) => name);
}

export function Blame({ lock }) {
  const waiters = top(lock.blame, 'waiter');
  const holders = top(lock.blame, 'holder');
  const cells = lock.blame
    .map((cell) => ({ waiter: place(cell.waiter), holder: place(cell.holder), us: cell.wait_ns / 1e3 }))
    .filter((cell) => waiters.includes(cell.waiter) && holders.includes(cell.holder));
  const most = Math.max(...cells.map((cell) => cell.us), 1e-9);
  const plot = useCallback(
    () =>
      Plot.plot({
        style: { background: 'transparent', color: 'currentColor', fontSize: '12px', overflow: 'visible' },
        marginLeft: 290, marginBottom: 150, width: 330 + 90 * holders.length, height: 180 + 34 * waiters.length,
        x: { domain: holders, label: 'Holder', tickRotate: -25 }, y: { domain: waiters, label: 'Waiter' },
        marks: [
          Plot.cell(cells, { x: 'holder', y: 'waiter', fill: '#d55e00', fillOpacity: (cell) => 0.08 + 0.92 * (cell.us / most), inset: 1 }),
          Plot.text(cells, { x: 'holder', y: 'waiter', className: 'heat', text: (cell) => (cell.us >= 1000 ? (cell.us / 1000).toFixed(1) + ' ms' : cell.us.toFixed(1) + ' µs'), fill: (cell) => (cell.us / most > 0.45 ? 'black' : 'currentColor') }),
        ],
      }),
    [lock],
  );
  return (
    <details class="matrix">
      <summary>Blame matrix, drawn</summary>
      <PlotFigure plot={plot} label={`Blame matrix of ${lock.name}; the table below has the numbers`}
        caption={`Rows wait while columns hold; the stronger the colour, the longer.${lock.blame.length > cells.length ? ' Only the places with the longest waits are drawn.' : ''}`} />
    </details>
  );
}
