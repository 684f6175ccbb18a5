/**
 * `npm run import`: takes files of the national database in, tells what is dirty, and publishes the catalogue.
 * Ends with 0 when all went in, 1 when nothing did, 2 when it was called wrongly.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { dayOf } from '../../../domain/dossier/calendar.ts';
import { unreachable, type Result } from '../../../domain/result.ts';
import { readDatabaseEnv } from '../../env.ts';
import { openDatabase } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { readContent } from '../content.ts';
import { loadCatalogue } from '../load.ts';
import { dirtSentence } from './dirt-words.ts';
import { refusing, type DirtKind } from './dirt.ts';
import { importRecords, type Found, type ImportFault, type Summary } from './import.ts';
import { readCommandLine, usage, type CommandLine } from './options.ts';
import { findFiles, readItems, type Source } from './read-items.ts';
import { nationalDatabase } from './read-record.ts';

const progressEveryMs = 200;

process.exitCode = await main();

async function main(): Promise<number> {
	const asked = readCommandLine(process.argv.slice(2));
	if (!asked.ok) return say(2, `${asked.error}\n\n${usage}`);
	let source: Source;
	try {
		source = await findFiles(asked.value.files);
	} catch (error) {
		return say(2, error instanceof Error ? error.message : String(error));
	}
	const db = await openDatabase(readDatabaseEnv(process.env));
	try {
		await migrate(db, () => new Date());
		const imported = await run(db, asked.value, source);
		if (!imported.ok) return say(1, `Nothing was changed. ${faultSentence(imported.error)}`);
		console.log(summaryText(imported.value));
		if (!imported.value.isApplied) return 0;
		process.stderr.write('publishing …\n');
		const published = await db.exclusive((client) => loadCatalogue(client));
		if (!published.ok)
			return say(
				1,
				`Imported, but not published: the content is faulty ${JSON.stringify(published.error[0])}`
			);
		const { manifest, isNew, leftOut } = published.value;
		for (const { kind, key } of leftOut)
			console.log(`the edit of ${kind} ${key} no longer fits and is not shown; see the publishing desk`);
		console.log(`catalogue ${manifest.version} ${isNew ? 'published' : 'stays: nothing changed'}`);
		return 0;
	} finally {
		db.close();
	}
}

async function run(
	db: Awaited<ReturnType<typeof openDatabase>>,
	asked: CommandLine,
	source: Source
): Promise<Result<Summary, ImportFault>> {
	const content = await readContent();
	const shippedCodes = new Set(content.ok ? content.value.procedures.map(({ code }) => code) : []);
	const report = openReport(asked);
	let shownAt = 0;
	const show = (items: number, bytesDone: number) => {
		if (Date.now() - shownAt < progressEveryMs) return;
		shownAt = Date.now();
		const percent = Math.floor((100 * bytesDone) / Math.max(1, source.bytes));
		process.stderr.write(
			`${process.stderr.isTTY ? '\r' : ''}${percent} % · ${items} records${process.stderr.isTTY ? '' : '\n'}`
		);
	};
	const result = await importRecords(
		{
			db,
			now: () => new Date(),
			newId: randomUUID,
			actor: 'operator',
			shippedCodes,
			onDirt: report.write,
			onProgress: ({ items, bytesDone }) => show(items, bytesDone)
		},
		readItems(source),
		{
			asOf: asked['as-of'] ?? dayOf(new Date()),
			source: asked.source ?? nationalDatabase
		},
		{
			isFull: asked.full,
			isStrict: asked.strict,
			isDryRun: asked['dry-run'],
			mayWithdrawMany: asked['allow-withdrawals']
		}
	);
	if (process.stderr.isTTY) process.stderr.write('\n');
	report.close();
	return result;
}

/**
 * A line for each doubt; without a file only those of records that are not taken in.
 * @throws the file system's error, before anything is imported, when the file cannot be made
 */
function openReport({ report, language }: CommandLine) {
	const file = report === undefined ? null : openSync(report, 'w');
	const isData = report?.endsWith('.jsonl');
	return {
		write(found: Found): void {
			const sentence = dirtSentence(found.dirt);
			const text = `${found.file}:${found.line}\t${found.key ?? '-'}\t${found.dirt.kind}\t${sentence[language]}`;
			if (file !== null) writeSync(file, `${isData ? JSON.stringify({ ...found, sentence }) : text}\n`);
			else if (refusing.has(found.dirt.kind)) process.stderr.write(`${text}\n`);
		},
		close(): void {
			if (file !== null) closeSync(file);
		}
	};
}

function summaryText(summary: Summary): string {
	const kinds = Object.entries(summary.dirt) as [DirtKind, number][];
	return [
		`${summary.items} records read, ${summary.refused} not taken in`,
		`${summary.added} new · ${summary.changed} changed · ${summary.unchanged} unchanged · ${summary.withdrawn} withdrawn` +
			(summary.isApplied ? '' : ' (dry run: nothing was written)'),
		...(summary.keptMissing
			? ['Some lines could not be read at all, so nothing was withdrawn: it may stand in them.']
			: []),
		...kinds
			.sort(([, a], [, b]) => b - a)
			.map(
				([kind, count]) =>
					`  ${String(count).padStart(6)}  ${kind}${refusing.has(kind) ? ' (not taken in)' : ''}`
			)
	].join('\n');
}

function faultSentence(fault: ImportFault): string {
	switch (fault.type) {
		case 'nothing_readable':
			return 'No record could be read.';
		case 'refused':
			return `${fault.count} records cannot be taken in, and --strict was asked for.`;
		case 'too_many_withdrawn':
			return `${fault.count} of ${fault.of} records in force are missing from these files. If that is right, add --allow-withdrawals.`;
		case 'older_than_known':
			return `The state of ${fault.asOf} is older than that of ${fault.known}, which was imported before.`;
		case 'overtaken':
			return 'Another import began meanwhile.';
		default:
			return unreachable(fault);
	}
}

function say(code: number, text: string): number {
	console.error(text);
	return code;
}
