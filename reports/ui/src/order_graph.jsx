// The lock-order graph, cyclic parts first. The table of pairs says the same in words, so that the drawing is one image.
import dagre from '@dagrejs/dagre';
import { useMemo } from 'preact/hooks';

const MAX_NODES = 150;
const CHARACTER = 7.3; // width of one, 12 px monospace

const label = (name) => (name.length > 34 ? name.slice(0, 15) + '…' + name.slice(-18) : name);

// The locks of cycles and their neighbours first, then those with the most pairs.
function chooseNodes(order) {
  const inCycle = new Set(order.cycles.flatMap((cycle) => cycle.locks));
  const degree = new Map();
  for (const edge of order.edges)
    for (const lock of [edge.before, edge.after]) degree.set(lock, (degree.get(lock) ?? 0) + 1);
  const near = new Set(inCycle);
  for (const edge of order.edges) {
    if (inCycle.has(edge.before)) near.add(edge.after);
    if (inCycle.has(edge.after)) near.add(edge.before);
  }
  const rank = (lock) => (inCycle.has(lock) ? 2 : near.has(lock) ? 1 : 0);
  const all = [...degree.keys()].sort((a, b) => rank(b) - rank(a) || degree.get(b) - degree.get(a) || (a < b ? -1 : 1));
  return { nodes: new Set(all.slice(0, MAX_NODES)), total: all.length };
}

function cyclicPairs(order) {
  const pairs = new Map();
  for (const cycle of order.cycles)
    cycle.locks.forEach((lock, i) => pairs.set(lock + '\n' + cycle.locks[(i + 1) % cycle.locks.length], cycle.status));
  return pairs;
}

function layOut(order) {
  const { nodes, total } = chooseNodes(order);
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 60, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of nodes) graph.setNode(name, { width: label(name).length * CHARACTER + 20, height: 26 });
  const edges = order.edges.filter((edge) => edge.before !== edge.after && nodes.has(edge.before) && nodes.has(edge.after));
  for (const edge of edges) graph.setEdge(edge.before, edge.after);
  dagre.layout(graph);
  return { graph, edges, total, shown: nodes.size };
}

const path = (points) => points.map((point, i) => `${i ? 'L' : 'M'}${point.x.toFixed(1)},${point.y.toFixed(1)}`).join('');

function edgeClass(edge, cyclic) {
  const status = cyclic.get(edge.before + '\n' + edge.after);
  return ['edge', edge.dynamic ? 'dynamic' : 'static', edge.declared ? 'declared' : '', status ? 'cyclic' : ''].join(' ');
}

// `leftOut` pairs of the report are not in `order`.
export function OrderGraph({ order, leftOut, elementId }) {
  const { graph, edges, total, shown } = useMemo(() => layOut(order), [order]);
  const cyclic = cyclicPairs(order);
  const inCycle = new Set(order.cycles.flatMap((cycle) => cycle.locks));
  const { width, height } = graph.graph();
  return (
    <figure class="graph">
      <div class="table" tabindex="0" role="region" aria-label="Drawing of the lock order">
        <svg role="img" aria-label={`Lock order: ${shown} locks, ${order.edges.length + leftOut} pairs in all, ${order.cycles.length} cycles; the table of pairs below says the same`}
          width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0,0L8,4L0,8z" fill="context-stroke" />
            </marker>
          </defs>
          {edges.map((edge) => (
            <path class={edgeClass(edge, cyclic)} d={path(graph.edge(edge.before, edge.after).points)} marker-end="url(#arrow)">
              <title>{`${edge.before} before ${edge.after}: ${edge.dynamic ? 'exercised' : 'never exercised'}, ${edge.declared ? 'declared' : 'not declared'}`}</title>
            </path>
          ))}
          {graph.nodes().map((name) => {
            const node = graph.node(name);
            return (
              <g class={inCycle.has(name) ? 'node cyclic' : 'node'} transform={`translate(${node.x - node.width / 2},${node.y - node.height / 2})`}
                onClick={() => (location.hash = elementId('lock-', name))}>
                <title>{name}</title>
                <rect width={node.width} height={node.height} rx="5" />
                <text x={node.width / 2} y="17" text-anchor="middle">{label(name)}</text>
              </g>
            );
          })}
        </svg>
      </div>
      <figcaption>
        An arrow leads from the lock that is held to the one that is acquired. Solid: exercised at run time; dashed: predicted only;
        thick: part of a cycle.{(shown < total || leftOut > 0) && ` Shown: the ${shown} locks nearest to cycles; report.json has all pairs.`}
      </figcaption>
    </figure>
  );
}
