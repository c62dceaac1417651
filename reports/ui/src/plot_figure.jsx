// A chart of Observable Plot as one labelled image; the table beside it carries the numbers.
import { useEffect, useRef } from 'preact/hooks';

export function PlotFigure({ label, caption, plot }) {
  const box = useRef(null);
  useEffect(() => {
    const svg = plot();
    svg.setAttribute('aria-hidden', 'true');
    box.current.replaceChildren(svg);
  }, [plot]);
  return (
    <figure class="chart">
      <div role="img" aria-label={label} ref={box} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
