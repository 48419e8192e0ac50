/**
 * Leaves at each image of a shadow root what became of it, for the styles: `data-state` is `load` or `error`. What the
 * host put into a slot is left alone.
 */
export const watchImages = (root: Node): void => {
  for (const settled of ['load', 'error']) {
    // What happens to an image doesn't bubble.
    const leave = ({ target }: Event): void => {
      if (root.contains(target as Node)) (target as HTMLElement).dataset['state'] = settled;
    };
    root.addEventListener(settled, leave, true);
  }
};
