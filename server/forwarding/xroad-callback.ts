/**
 * What agencies say over X-Road: `POST /agency/xroad/<office>/<service>`, called by our own security server for them.
 * Promises the same as callback.ts, and besides: the client that X-Road names is the one that we know, the envelope's
 * id is the signed one, and the call is for the office and service of its address.
 */
import { fromSync, SyncCall } from '../../domain/forwarding/dossier-sync.ts';
import type { Database } from '../store/database.ts';
import { jsonOf } from './adapters/adapter.ts';
import type { Agencies } from './agencies.ts';
import { type CallbackReply, takeCallback } from './callback.ts';
import { verifiedId } from './webhooks.ts';

export interface XroadReply {
	readonly status: CallbackReply['status'];
	readonly headers: Readonly<Record<string, string>>;
	readonly body: {
		/** 0, or the status again. */
		readonly error_code: number;
		readonly result: readonly { readonly MaHoSo: string; readonly ApDung: boolean; readonly LyDo?: string }[];
		/** First field that does not fit. */
		readonly error?: string;
	};
}

export type ReceiveXroad = (
	address: { readonly office: string; readonly service: string },
	headers: Readonly<Record<string, string | string[] | undefined>>,
	rawBody: string,
	now: Date
) => Promise<XroadReply>;

export function createXroadCallbacks({
	db,
	agencies
}: {
	readonly db: Database;
	readonly agencies: Agencies;
}): ReceiveXroad {
	return async ({ office, service }, headers, rawBody, now) => {
		const envelope = headers['x-road-id'];
		const echo = typeof envelope === 'string' && envelope.length <= 200 ? { 'x-road-id': envelope } : {};
		const no = (status: 400 | 401 | 404, error: string): XroadReply => ({
			status,
			headers: echo,
			body: { error_code: status, result: [], error }
		});
		const link = agencies.linkOfOffice(office);
		if (link?.protocol !== 'xroad' || headers['x-road-client'] !== link.xroad?.service)
			return no(401, 'unsigned');
		const id = verifiedId(link.inSecrets, headers, rawBody, now);
		if (!id.ok) return no(401, id.error);
		if (envelope !== id.value) return no(400, 'x-road-id');
		const call = SyncCall.safeParse(jsonOf(Buffer.from(rawBody)));
		if (!call.success) return no(400, call.error.issues[0]?.path.join('.') ?? '');
		if (call.data.service !== service) return no(400, 'service');
		if (call.data.madonvi !== office) return no(400, 'madonvi');
		const { MaHoSo } = call.data.data[0];
		const [row] = await db.read('SELECT dossier_id FROM dossiers WHERE code = ?', [MaHoSo]);
		if (!row) return no(404, 'not_found');
		const callback = fromSync(call.data, String(row['dossier_id']));
		if (!callback.ok) return no(400, callback.error);
		const message = { agency: office, messageId: id.value, callback: callback.value, now };
		const { status, body } = await takeCallback({ db, agencies }, link, message);
		if ('error' in body) return no(status as 400 | 404, body.where ?? body.error);
		const answer = { MaHoSo, ApDung: body.applied, ...(body.why ? { LyDo: body.why } : {}) };
		return { status, headers: echo, body: { error_code: 0, result: [answer] } };
	};
}
