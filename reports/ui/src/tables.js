// Sorting by a click on a column's head. Numbers sort by their exact value (data-v), text by the reader's language.

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
}

function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? 1 : -1; // "-" comes before numbers
  return a.localeCompare(b);
}

function sort(table, column) {
  const head = table.tHead.rows[0].cells[column];
  const numeric = head.classList.contains('n');
  // Numbers start with the largest: that is what one looks for.
  const before = head.getAttribute('aria-sort');
  const ascending = before ? before === 'descending' : !numeric;
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
  const rows = [...table.tBodies[0].rows];
  rows.sort((a, b) => (ascending ? 1 : -1) * compare(valueOf(a, column), valueOf(b, column)));
  table.tBodies[0].append(...rows);
}

export function enhanceTables(root) {
  for (const table of root.querySelectorAll('main div.table table')) {
    if (table.tBodies[0].rows.length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      button.addEventListener('click', () => sort(table, column));
      head.replaceChildren(button);
    });
  }
}
