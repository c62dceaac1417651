// A link into the page opens what it points into, and shows it even where a filter hid it.

function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  for (let element = target; element; element = element.parentElement) {
    if (element instanceof HTMLDetailsElement) element.open = true;
    element.hidden = false;
  }
  target.scrollIntoView({ block: 'start' });
}

export function followHash() {
  addEventListener('hashchange', reveal);
  reveal();
}
