/**
 * The project's own files as the tidy tests read them: which there are, what they import, which tests they hold.
 * Reads syntax only (TypeScript's parser); nothing is run and no type is looked up.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(import.meta.dirname, '../..');
const notOurs = new Set([
	'node_modules',
	'build',
	'.svelte-kit',
	'var',
	'test-results',
	'playwright-report',
	'.git'
]);

/** Every file of the project, as paths from its root with `/`. Installed, built and written-at-run-time ones are not. */
export function projectFiles(folder = ''): string[] {
	return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const name = folder ? `${folder}/${entry.name}` : entry.name;
		if (notOurs.has(entry.name) || entry.name.endsWith('.log')) return [];
		return entry.isDirectory() ? projectFiles(name) : entry.isFile() ? [name] : [];
	});
}

export function read(file: string): string {
	return readFileSync(path.join(root, file), 'utf8');
}

export const isCode = (file: string) => /\.(ts|mjs|js|svelte)$/.test(file) && !file.endsWith('.d.ts');
export const isTest = (file: string) => /\.(test|spec)\.ts$/.test(file);

export interface Import {
	/** As written: `../result.ts`, `$domain/money.ts`, `zod/mini`. */
	readonly specifier: string;
	/** Only types come over, so nothing of it is left when the code runs. */
	readonly typeOnly: boolean;
}

/** What a file imports, exports from elsewhere, loads when needed, or names as a worker. */
export function importsOf(file: string, text: string): Import[] {
	if (!file.endsWith('.svelte')) return importsOfScript(text);
	const scripts = [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, body = '']) => body);
	const markup = text.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '');
	const awaited = [...markup.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map(([, specifier = '']) => ({
		specifier,
		typeOnly: false
	}));
	return [...scripts.flatMap(importsOfScript), ...awaited];
}

function importsOfScript(text: string): Import[] {
	const found: Import[] = [];
	const add = (node: ts.Node | undefined, typeOnly: boolean) => {
		if (node && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, typeOnly });
	};
	walk(parse(text), (node) => {
		if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
		else if (ts.isExportDeclaration(node))
			add(node.moduleSpecifier, node.isTypeOnly || allTypes(node.exportClause));
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
			add(node.argument.literal, true);
		else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
			add(node.arguments[0], false);
		else if (
			ts.isNewExpression(node) &&
			node.expression.getText() === 'URL' &&
			node.arguments?.[1]?.getText() === 'import.meta.url'
		) {
			const target = node.arguments[0];
			if (target && ts.isStringLiteralLike(target) && isCode(target.text)) add(target, false);
		}
	});
	return found;
}

/** `import type`, or every single name marked `type`. A bare `import 'x'` runs x. */
function isTypeImport(clause: ts.ImportClause | undefined): boolean {
	if (!clause) return false;
	if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
	return !clause.name && allTypes(clause.namedBindings);
}

function allTypes(names: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
	if (!names || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false;
	return names.elements.length > 0 && names.elements.every((one) => one.isTypeOnly);
}

export interface TestTitle {
	readonly title: string;
	/** `it.skip` and its kin: it does not run, or its failure would not count. */
	readonly idle: boolean;
}

const idleWords = new Set(['skip', 'only', 'todo', 'fixme', 'fails', 'skipIf', 'runIf']);

/** Titles of all `describe`, `it` and `test` calls of a file. */
export function testTitles(text: string): TestTitle[] {
	const found: TestTitle[] = [];
	walk(parse(text), (node) => {
		if (!ts.isCallExpression(node)) return;
		const words = calleeWords(node.expression);
		if (!['it', 'test', 'describe'].includes(words[0] ?? '')) return;
		const idle = words.some((word) => idleWords.has(word));
		const [title] = node.arguments;
		if (title && ts.isStringLiteralLike(title)) found.push({ title: title.text, idle });
		else if (title && ts.isTemplateExpression(title)) found.push({ title: title.getText(), idle });
		else if (idle) found.push({ title: node.getText().slice(0, 80), idle });
	});
	return found;
}

/** `test.describe.skip(…)` and `it.each(…)(…)` as words. */
function calleeWords(node: ts.Expression): string[] {
	if (ts.isIdentifier(node)) return [node.text];
	if (ts.isPropertyAccessExpression(node)) return [...calleeWords(node.expression), node.name.text];
	if (ts.isCallExpression(node)) return calleeWords(node.expression);
	if (ts.isTaggedTemplateExpression(node)) return calleeWords(node.tag);
	return [];
}

function parse(text: string): ts.SourceFile {
	return ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
	visit(node);
	ts.forEachChild(node, (child) => walk(child, visit));
}
