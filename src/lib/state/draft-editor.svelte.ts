/**
 * A draft while it is being filled in: the answers, where the person is, what is wrong, and whether it is saved.
 * Promises: `saved` is told only after the writing of exactly these answers has succeeded; when another tab changes
 * the draft, fields that were not touched here take its answers and fields that were keep ours.
 * Leaves to autosave.svelte.ts when to write; to the page the database, the address bar, the files.
 */
import type { FieldFault, Fault } from '$domain/faults.ts';
import type { Result } from '$domain/result.ts';
import type { Component, DossierService, Field, FieldGroup } from '$domain/services/definition.ts';
import type { KnownCommune } from '$domain/services/answers.ts';
import { isEmpty } from '$domain/services/conditions.ts';
import {
	faultsOf,
	fieldOf,
	type FileFact,
	type FormView,
	viewForm,
	type Warning,
	warningsOf
} from '$domain/services/validate.ts';
import { mergeValues } from '$domain/services/merge.ts';
import { chargesOf, destinationOf, timeLimitOf } from '$domain/services/terms.ts';
import { type FieldValue, type FormValues, rowsOf } from '$domain/services/values.ts';
import { Autosave, type Saving } from './autosave.svelte.ts';

/** One page of the form. `index` is its fixed place, hidden pages counted: it goes into the address and the draft. */
export type Step =
	| { readonly kind: 'group'; readonly index: number; readonly group: FieldGroup }
	| { readonly kind: 'papers'; readonly index: number }
	| { readonly kind: 'review'; readonly index: number };

export interface DraftDeps {
	/**
	 * Writes the answers durably, or says why not; a throw counts as failed storage. What another tab has written
	 * since `since` stays in the fields that are the same in both; answers with what is on the disk now.
	 */
	readonly save: (
		values: FormValues,
		group: number,
		since: FormValues
	) => Promise<Result<{ readonly values: FormValues }, Fault>>;
	/** What is on the disk. */
	readonly read: () => Promise<{ readonly values: FormValues } | undefined>;
	/** The day in Việt Nam. */
	readonly today: () => string;
	/** Files attached now; may read runes. */
	readonly files: () => readonly FileFact[];
	/** Whether a commune belongs to a province; null while the place tables are not at hand. */
	readonly knownCommune?: () => KnownCommune | null;
	/** How long a pause in typing is, ms. */
	readonly pauseMs?: number;
}

export class DraftEditor {
	readonly service: DossierService;
	readonly #deps: DraftDeps;
	/** What the server found wrong, and the answer that it judged: it shows until the answer is another. */
	readonly #refused: readonly { readonly fault: FieldFault; readonly value: FieldValue | undefined }[];
	#values: FormValues = $state.raw({});
	#index = $state.raw(0);
	/** Fields whose faults may be shown: left with something in them, or passed by. */
	#judged: readonly string[] = $state.raw([]);
	#view: FormView = $derived.by(() => viewForm(this.service, this.#values, this.#deps.today()));
	#faults: FieldFault[] = $derived.by(() => {
		const known = this.#deps.knownCommune?.() ?? undefined;
		return faultsOf(this.service, this.#view, this.#values, this.#deps.files(), known);
	});
	#warnings: Warning[] = $derived.by(() => warningsOf(this.service, this.#view, this.#values));
	#steps: Step[] = $derived.by(() => this.#visibleSteps());
	readonly #autosave: Autosave;
	/** Every page, shown or not. The same objects all the time: what is drawn of one is not drawn anew at each key. */
	readonly #pages: readonly Step[];
	/** What this screen last knew to be on the disk. */
	#stored: FormValues;

	constructor(
		service: DossierService,
		draft: { readonly values: FormValues; readonly group: number; readonly fault?: Fault },
		deps: DraftDeps
	) {
		this.service = service;
		this.#deps = deps;
		const asked = service.groups.filter((group) => !isPledge(group));
		this.#pages = [
			...asked.map((group, index): Step => ({ kind: 'group', index, group })),
			{ kind: 'papers', index: asked.length },
			{ kind: 'review', index: asked.length + 1 }
		];
		const refused = draft.fault?.type === 'form_invalid' ? draft.fault.fields : [];
		this.#refused = refused.map((fault) => ({ fault, value: draft.values[fieldOf(fault.field)] }));
		this.#values = draft.values;
		this.#stored = draft.values;
		this.#index = draft.group;
		this.#autosave = new Autosave(() => this.#write(), deps.pauseMs);
	}

	get values(): FormValues {
		return this.#values;
	}

	/** What the answers come to now: what is asked and required, and what is worked out. */
	get view(): FormView {
		return this.#view;
	}

	/** What would be charged if it were submitted now. */
	get charges() {
		return chargesOf(this.service, this.#values, this.#deps.today());
	}

	get timeLimit() {
		return timeLimitOf(this.service, this.#values, this.#deps.today());
	}

	/** Where it would go; only once everything is answered. */
	get destination() {
		return destinationOf(this.service, this.#values, this.#deps.today());
	}

	get saving(): Saving {
		return this.#autosave.saving;
	}

	/** The pages that have something to ask, in order. */
	get steps(): readonly Step[] {
		return this.#steps;
	}

	/** Where the person is: the page asked for, or the last one before it that is shown. */
	get step(): Step {
		const shown = this.#steps.filter((step) => step.index <= this.#index);
		return shown.at(-1) ?? (this.#steps[0] as Step);
	}

	/** Everything that stops the submission. */
	get faults(): readonly FieldFault[] {
		return this.#faults;
	}

	/** The fault to show at a field or paper; none before the person has been there. */
	faultOf(id: string): FieldFault | undefined {
		const isJudged = this.#judged.includes(id) || this.#judged.includes(fieldOf(id));
		const fault = isJudged ? this.#faults.find((fault) => fault.field === id) : undefined;
		return fault ?? this.#stillRefused.find((fault) => fault.field === id);
	}

	/** What the server refused and nobody has changed since; shown, but the server's to judge again. */
	get #stillRefused(): FieldFault[] {
		return this.#refused
			.filter(({ fault, value }) =>
				fault.params?.['file'] === undefined
					? this.#values[fieldOf(fault.field)] === value
					: this.#deps
							.files()
							.every(
								({ component, attachmentId }) =>
									component !== fault.field || attachmentId === fault.params?.['file']
							)
			)
			.map(({ fault }) => fault);
	}

	/** Whether something that the server refused stands as it was. */
	get isRefusedStill(): boolean {
		return this.#stillRefused.length > 0;
	}

	/** The doubt to show at a field; nobody is stopped by it. */
	warningOf(id: string): Warning | undefined {
		return this.#warnings.find((warning) => warning.field === id);
	}

	/** All doubts of one page, cells included. */
	warningsOf(step: Step): Warning[] {
		const ids = this.#idsOf(step);
		return this.#warnings.filter((warning) => ids.includes(fieldOf(warning.field)));
	}

	/** Faults of one page that may be shown, in the order of its fields. */
	shownFaults(step: Step): FieldFault[] {
		const ids = this.#idsOf(step);
		// Before anybody was blamed nothing need be judged.
		if (this.#refused.length === 0 && !this.#judged.some((id) => ids.includes(fieldOf(id)))) return [];
		const found = [...this.#faults, ...this.#stillRefused]
			.map(({ field }) => field)
			.filter((field, i, all) => all.indexOf(field) === i);
		const wrong = ids.flatMap((id) => found.filter((field) => fieldOf(field) === id));
		return wrong.map((id) => this.faultOf(id)).filter((fault) => fault !== undefined);
	}

	/** The page on which a field or paper is asked; undefined for what this form does not know. */
	stepOf(id: string): Step | undefined {
		return this.#steps.find((step) => this.#idsOf(step).includes(fieldOf(id)));
	}

	/** Fields of a group that are asked now. */
	fieldsOf(group: FieldGroup): Field[] {
		return group.fields.filter((field) => this.#view.asked.has(field.id));
	}

	/** The groups that hold nothing but pledges: they are asked on the last page. */
	get pledges(): Field[] {
		return this.service.groups.filter(isPledge).flatMap((group) => this.fieldsOf(group));
	}

	/** Papers that are asked for, allowed always, or already attached. */
	get papers(): Component[] {
		const files = this.#deps.files();
		return this.service.components.filter(
			(component) =>
				component.required === false ||
				this.#view.required.has(component.id) ||
				files.some((file) => file.component === component.id)
		);
	}

	/** @param asked a field, a paper, or a cell by its id */
	isRequired({ id }: Field | Component | { readonly id: string }): boolean {
		return this.#view.required.has(id);
	}

	/** Takes an answer and saves it after the next pause. */
	set(id: string, value: FieldValue): void {
		this.#values = { ...this.#values, [id]: value };
		this.#autosave.changed();
	}

	/** The person leaves a field: from now on its fault shows, unless it is only still empty. */
	leave(id: string): void {
		if (!isEmpty(this.#answerAt(id))) this.#judge([id]);
		this.#autosave.soon();
	}

	/** A file was added to a paper: from now on its fault shows. */
	added(component: string): void {
		this.#judge([component]);
	}

	/** Remembers the page, so that the draft opens there again. */
	visit(index: number): void {
		if (index === this.#index) return;
		this.#index = index;
		this.#autosave.changed();
	}

	/** Judges the page as a whole; true when the person may go on. */
	pass(step: Step): boolean {
		const ids = this.#idsOf(step);
		this.#judge(ids);
		return !this.#faults.some((fault) => ids.includes(fieldOf(fault.field)));
	}

	/** Judges everything; true when the draft can be submitted. */
	passAll(): boolean {
		this.#judge(this.#faults.map((fault) => fault.field));
		return this.#faults.length === 0;
	}

	after(step: Step): Step | undefined {
		return this.#steps.find((other) => other.index > step.index);
	}

	before(step: Step): Step | undefined {
		return this.#steps.filter((other) => other.index < step.index).at(-1);
	}

	/** Saves now. Resolves when nothing is left to write or the writing has failed; look at `saving`. */
	flush(): Promise<void> {
		return this.#autosave.flush();
	}

	/** The draft may have changed under this screen, in another tab: takes what was not touched here. */
	async refresh(): Promise<void> {
		// The writing that is to come, or under way, brings theirs along.
		if (this.saving.kind === 'saving') return;
		const [edition, since] = [this.#autosave.edition, this.#stored];
		// What cannot be read now comes with the next writing.
		const stored = await this.#deps.read().catch(() => undefined);
		if (stored && edition === this.#autosave.edition && since === this.#stored)
			this.#take(stored.values, since);
	}

	async #write(): Promise<Result<unknown, Fault>> {
		const written = this.#values;
		const saved = await this.#deps.save(written, this.#index, this.#stored);
		if (saved.ok) this.#take(saved.value.values, written);
		return saved;
	}

	/** `stored` is on the disk; of the screen, what differs from `since` was touched here. */
	#take(stored: FormValues, since: FormValues): void {
		this.#values = mergeValues(since, this.#values, stored);
		this.#stored = stored;
	}

	#answerAt(id: string): FieldValue | undefined {
		const [list, index, column] = id.split('-');
		if (list === undefined || index === undefined || column === undefined) return this.#values[id];
		return rowsOf(this.#values[list])[Number(index)]?.[column];
	}

	#judge(ids: readonly string[]): void {
		this.#judged = [...this.#judged, ...ids.filter((id) => !this.#judged.includes(id))];
	}

	#idsOf(step: Step): string[] {
		if (step.kind === 'group') return this.fieldsOf(step.group).map((field) => field.id);
		if (step.kind === 'papers') return this.service.components.map((component) => component.id);
		return this.pledges.map((field) => field.id);
	}

	#visibleSteps(): Step[] {
		return this.#pages.filter((step) => {
			if (step.kind === 'group') return this.fieldsOf(step.group).length > 0;
			return step.kind === 'review' || this.papers.length > 0;
		});
	}
}

function isPledge(group: FieldGroup): boolean {
	return group.fields.every((field) => field.type === 'yes' && field.mustAgree);
}
