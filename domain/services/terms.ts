/** What a filled form costs, how long it may take, and who decides it: out of the definition, never out of the phone. */
import type { ChargeLine, Vnd } from '../money.ts';
import { vnd } from '../money.ts';
import type { Text } from '../text.ts';
import { amountOf, holds } from './conditions.ts';
import type { TimeLimit } from '../dossier/time-limit.ts';
import type { DossierService, Route } from './definition.ts';
import { viewForm } from './validate.ts';
import { type FormValues, isPlace } from './values.ts';

/**
 * What is charged at submission, in VND, line by line; lines that come to nothing are left out.
 * @param today the day of submission, in Việt Nam: rates change
 */
export function chargesOf(service: DossierService, values: FormValues, today: string): ChargeLine[] {
	const { scope } = viewForm(service, values, today);
	return service.fees.flatMap(({ code, kind, label, amount, when }): ChargeLine[] => {
		const due = wholeDong(when && !holds(when, scope) ? 0 : amountOf(amount, scope));
		return due > 0 ? [{ code, kind, label, amount: due }] : [];
	});
}

export function timeLimitOf(service: DossierService, values: FormValues, today: string): TimeLimit {
	return viewForm(service, values, today).serviceCase?.timeLimit ?? service.timeLimit;
}

/** Where a filled form goes. */
export interface Destination {
	readonly system: string;
	/** Last block of the agency code. */
	readonly code: string;
	/** With `{province}` and `{commune}` still in it: whoever has the place tables fills them in. */
	readonly name: Text;
	/** Province whose office it is; `00` for the one office of a ministry. */
	readonly province: string;
	/** Null when no commune was asked. */
	readonly commune: string | null;
}

/** Code that stands for the whole country where an office code has a province. */
export const wholeCountry = '00';

export function destinationOf(service: DossierService, values: FormValues, today: string): Destination {
	const { scope } = viewForm(service, values, today);
	return throughRoute(service.routes.find(({ when }) => !when || holds(when, scope)) as Route, scope.values);
}

function throughRoute({ system, code, name, by }: Route, values: FormValues): Destination {
	const value = by === null ? undefined : values[by];
	if (isPlace(value)) return { system, code, name, province: value.province, commune: value.commune };
	const first = Array.isArray(value) ? value[0] : value;
	const province = typeof first === 'string' ? first : wholeCountry;
	return { system, code, name, province, commune: null };
}

/** Commune whose own office decides it; null where a larger place's office does, or none was given. */
export function decidingCommune({ name, commune }: Destination): string | null {
	return name.vi.includes('{commune}') ? commune : null;
}

/** One of several dossiers that a submission makes. */
export interface PlannedPart {
	readonly id: string;
	/** Null where the office's own name tells it. */
	readonly title: Text | null;
	readonly destination: Destination;
	readonly needs: readonly string[];
}

/** The dossiers of a submission when they are several, in order; empty when it makes one. */
export function partsOf(service: DossierService, values: FormValues, today: string): readonly PlannedPart[] {
	const usual = destinationOf(service, values, today);
	const { scope } = viewForm(service, values, today);
	if (service.parts)
		return service.parts.map(({ id, title, route, needs }) => ({
			id,
			title,
			destination: route ? throughRoute(route, scope.values) : usual,
			needs
		}));
	const provinces = service.perProvince === undefined ? undefined : scope.values[service.perProvince];
	if (!Array.isArray(provinces) || provinces.length < 2) return [];
	return provinces
		.filter((province) => typeof province === 'string')
		.map((province) => ({
			id: province,
			title: null,
			destination: { ...usual, province },
			needs: []
		}));
}

/**
 * What of a form concerns the office of a part: the service with those groups and papers alone. The whole where there
 * are no parts, or the part does not say.
 */
export function concerning(service: DossierService, partId: string | undefined): DossierService {
	const part = service.parts?.find(({ id }) => id === partId);
	return {
		...service,
		groups: service.groups.filter(({ id }) => part?.groups?.includes(id) ?? true),
		components: service.components.filter(({ id }) => part?.components?.includes(id) ?? true)
	};
}

/** Every system that some case of the service goes to. */
export function systemsOf(
	service: DossierService
): readonly { readonly system: string; readonly code: string }[] {
	const parts = (service.parts ?? []).flatMap(({ route }) => route ?? []);
	return [...service.routes, ...parts].map(({ system, code }) => ({ system, code }));
}

function wholeDong(amount: number): Vnd {
	return vnd(Math.min(100_000_000_000, Math.max(0, Math.round(amount))));
}
