/** What a host puts into a slot: a paragraph, in which `[label]` becomes a link. */
export function slotted(slot: string, text: string): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.slot = slot;
  for (const piece of text.split(/(\[.+?\])/)) {
    if (!piece.startsWith('[')) {
      paragraph.append(piece);
      continue;
    }
    const link = document.createElement('a');
    link.href = '#';
    link.textContent = piece.slice(1, -1);
    link.addEventListener('click', (event) => event.preventDefault());
    paragraph.append(link);
  }
  return paragraph;
}
