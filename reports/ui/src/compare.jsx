// Two runs side by side: how often each lock was taken, contended and waited for in the one and in the other. Without script
// the tables of the locks have the same numbers, a row for each run.
import { useMemo, useState } from 'preact/hooks';
import { duration } from './units.js';

const ROWS = 40;
const signed = (value, text) => (value === 0 ? '±0' : `${value > 0 ? '+' : '−'}${text(Math.abs(value))}`);
const count = (value) => value.toLocaleString('en');
const percent = (part) => `${(100 * part).toFixed(2)} %`;
const none = { acquisitions: 0, contended: 0, wait_ns: 0 };
const shareOf = (use) => (use.acquisitions ? use.contended / use.acquisitions : 0);

function rowsOf(data, before, after) {
  const rows = [];
  for (const lock of data.locks) {
    const of = (run) => lock.per_run.find((entry) => entry.run === run) ?? none;
    const [a, b] = [of(before), of(after)];
    if (a.acquisitions || b.acquisitions) rows.push({ name: lock.name, a, b, wait: b.wait_ns - a.wait_ns });
  }
  return rows.sort((x, y) => Math.abs(y.wait) - Math.abs(x.wait) || (x.name < y.name ? -1 : 1));
}

function Choice({ label, runs, value, onChange }) {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {runs.map((run, index) => <option value={index}>{run.label}: {duration(run.duration_ns)}</option>)}
      </select>
    </label>
  );
}

export function Compare({ data }) {
  const [before, setBefore] = useState(0);
  const [after, setAfter] = useState(data.runs.length - 1);
  const rows = useMemo(() => rowsOf(data, before, after), [data, before, after]);
  const times = [data.runs[before].duration_ns, data.runs[after].duration_ns];
  return (
    <section id="compare" aria-label="Before and after">
      <h3>Before and after</h3>
      <p class="choices">
        <Choice label="Before" runs={data.runs} value={before} onChange={setBefore} />{' '}
        <Choice label="After" runs={data.runs} value={after} onChange={setAfter} />
      </p>
      <p aria-live="polite">
        {duration(times[0])} before, {duration(times[1])} after: {signed(times[1] - times[0], duration)} (
        {signed(times[1] / times[0] - 1, percent)})
      </p>
      <div class="table" tabindex="0" role="region" aria-label="Locks before and after">
        <table>
          <caption>Locks, those whose waiting changed most first</caption>
          <thead>
            <tr>
              {['Name', 'Acquired before', 'after', 'Contended before', 'after', 'Waited before', 'after', 'change'].map((title, index) => (
                <th scope="col" class={index ? 'n' : ''}>{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, ROWS).map(({ name, a, b, wait }) => (
              <tr>
                <td>{name}</td>
                <td class="n">{count(a.acquisitions)}</td>
                <td class="n">{count(b.acquisitions)}</td>
                <td class="n">{percent(shareOf(a))}</td>
                <td class="n">{percent(shareOf(b))}</td>
                <td class="n">{duration(a.wait_ns)}</td>
                <td class="n">{duration(b.wait_ns)}</td>
                <td class="n">{signed(wait, duration)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > ROWS && <p>{count(rows.length - ROWS)} more locks are not shown; report.json has all.</p>}
    </section>
  );
}
