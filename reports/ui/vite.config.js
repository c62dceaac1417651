import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

// The directory of the package that a module belongs to, or null for our own sources.
function packageOf(id) {
  const at = id.lastIndexOf('node_modules/');
  if (at < 0) return null;
  const words = id.slice(at + 'node_modules/'.length).split('/');
  const name = words[0].startsWith('@') ? words.slice(0, 2).join('/') : words[0];
  return id.slice(0, at) + 'node_modules/' + name;
}

function licenceOf(directory) {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const file = readdirSync(directory).sort().find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(directory, file), 'utf8').trim() : `Licence: ${license}`;
  return `${name} ${version} (${license})\n\n${text.replace(/\r\n/g, '\n')}\n`;
}

const escapeHtml = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

// Puts the licence of every package that reached the page into the page, and beside it as a file.
function licences() {
  return {
    name: 'licences',
    enforce: 'post',
    generateBundle(_, bundle) {
      const packages = new Set();
      for (const chunk of Object.values(bundle))
        for (const id of chunk.moduleIds ?? []) {
          const directory = packageOf(id.replace(/^\0/, '').replace(/\?.*$/, ''));
          if (directory && existsSync(join(directory, 'package.json'))) packages.add(directory);
        }
      const text = [...packages].sort().map(licenceOf).join('\n' + '-'.repeat(80) + '\n\n');
      this.emitFile({ type: 'asset', fileName: 'THIRD_PARTY_LICENSES.txt', source: text });
      for (const asset of Object.values(bundle))
        if (asset.fileName.endsWith('.html'))
          asset.source = asset.source.replace('<!--paraudit:licences-->', () => escapeHtml(text));
    },
  };
}

// The built page is called report.html, whatever its source is called.
function renamed() {
  return {
    name: 'renamed',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const asset of Object.values(bundle)) if (asset.fileName === 'index.html') asset.fileName = 'report.html';
    },
  };
}

export default defineConfig({
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, modulePreload: false, reportCompressedSize: false },
  plugins: [licences(), viteSingleFile({ removeViteModuleLoader: true }), renamed()],
});
