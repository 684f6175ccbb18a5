/** Where the OpenID provider keeps logins, codes and tokens: in this process's memory, and only as long as they live. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
	readonly payload: AdapterPayload;
	readonly until: number;
}

/** One memory per provider, so that two of them in one process never see each other's codes. */
export function memoryAdapter(): (model: string) => Adapter {
	const keptByKey = new Map<string, Kept>();

	const dropExpired = () => {
		for (const [key, kept] of keptByKey) if (kept.until <= Date.now()) keptByKey.delete(key);
	};
	const findWhere = (model: string, test: (payload: AdapterPayload) => boolean) => {
		for (const [key, kept] of keptByKey)
			if (key.startsWith(`${model}:`) && kept.until > Date.now() && test(kept.payload)) return kept.payload;
		return undefined;
	};

	return (model) => ({
		async upsert(id, payload, expiresInS) {
			dropExpired();
			const until = expiresInS ? Date.now() + expiresInS * 1000 : Infinity;
			keptByKey.set(`${model}:${id}`, { payload, until });
		},
		async find(id) {
			const kept = keptByKey.get(`${model}:${id}`);
			return kept && kept.until > Date.now() ? kept.payload : undefined;
		},
		async findByUid(uid) {
			return findWhere(model, (payload) => payload.uid === uid);
		},
		async findByUserCode(userCode) {
			return findWhere(model, (payload) => payload.userCode === userCode);
		},
		async consume(id) {
			const kept = keptByKey.get(`${model}:${id}`);
			if (kept) kept.payload.consumed = Math.floor(Date.now() / 1000);
		},
		async destroy(id) {
			keptByKey.delete(`${model}:${id}`);
		},
		async revokeByGrantId(grantId) {
			for (const [key, kept] of keptByKey)
				if (key.startsWith(`${model}:`) && kept.payload.grantId === grantId) keptByKey.delete(key);
		}
	});
}
