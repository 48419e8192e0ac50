// On a page that is XML, a template's markup is parsed as XML, which lit's isn't. This is lit's own way in for what has
// to differ between browsers, and has to be there before lit is: it takes a template of an HTML document instead.
if (globalThis.document && document.contentType !== 'text/html') {
  const createElement = (html: string): HTMLTemplateElement => {
    const template = document.implementation.createHTMLDocument('').createElement('template');
    template.innerHTML = html;
    return template;
  };
  Object.assign(globalThis, {
    litHtmlPolyfillSupport: (template: object) => Object.assign(template, { createElement }),
  });
}
