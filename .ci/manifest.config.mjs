// What the build writes of the element besides code, all from the source: dist/custom-elements.json, and what VS Code
// and JetBrains' editors read.
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';

const outdir = 'dist';
const element = 'dist/element.js';
/** Parts and custom properties are offered where styles are written. */
const editor = { outdir, hideLogs: true, hideCssPropertiesDocs: true, hideCssPartsDocs: true };

/** The analyzer describes the source. A host has the package: its files, and what is public. */
const asPublished = {
  name: 'as-published',
  packageLinkPhase({ customElementsManifest: manifest }) {
    const declaration = manifest.modules
      .flatMap(({ declarations }) => declarations)
      .find(({ customElement, tagName }) => customElement && tagName);
    declaration.superclass = { name: 'LitElement', package: 'lit' };
    declaration.members = declaration.members.filter(({ privacy = 'public' }) => privacy === 'public');
    for (const inherited of [...declaration.members, ...declaration.attributes]) delete inherited.inheritedFrom;
    for (const attribute of declaration.attributes) {
      // Of what is declared anew, it has the words of the class that it is inherited from.
      attribute.description = declaration.members.find(({ name }) => name === attribute.fieldName).description;
      // Editors would offer `''` as a value.
      attribute.type.text = attribute.type.text.replace("'' | ", '');
    }
    const reference = { name: declaration.name, module: element };
    manifest.modules = [
      module(element, [declaration], { kind: 'js', name: declaration.name, declaration: reference }),
      module('dist/index.js', [], {
        kind: 'custom-element-definition',
        name: declaration.tagName,
        declaration: reference,
      }),
    ];
  },
};

function module(path, declarations, ...exports) {
  return { kind: 'javascript-module', path, declarations, exports };
}

export default {
  globs: ['src/element/form-control.ts', 'src/element/codat-commerce-picker.ts'],
  litelement: true,
  outdir,
  plugins: [
    asPublished,
    customElementVsCodePlugin(editor),
    customElementJetBrainsPlugin({ ...editor, packageJson: false }),
  ],
};
