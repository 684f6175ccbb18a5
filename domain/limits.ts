/** Every number of the system, unit last. Relations between them are asserted at the end. */
import { invariant } from './result.ts';

/** One file: PORTAL's agencies accept up to 10 MB each (Circular practice); a larger photo is almost always a mistake. */
export const attachmentBytesMax = 10 * 1024 * 1024;
/** An XML file: a declaration is 10 to 100 kB. Checking a signature takes a second for each MB, on the server's one thread. */
export const xmlBytesMax = 500_000;
/** Files of one application: enough for every launch service, small enough for a phone's memory. */
export const attachmentsPerDossierMax = 20;
/** One PATCH of an upload: on 70 kbit/s about 15 s, so a cut costs at most that. */
export const uploadChunkBytes = 128 * 1024;
/** Files that go up on a dear line without asking: two photos of cards, two minutes of 70 kbit/s. */
export const meteredFilesBytesMax = 1024 * 1024;
/** Longest answer in one field; the longest legal text field of the launch services is 10,000 characters. */
export const fieldLengthMax = 10_000;
/** A form never has more fields than this; larger is an attack, not an application. */
export const fieldsMax = 200;
/** Rows of one list in a form: the longest are residences of a lifetime and lines of a consignment. */
export const rowsMax = 60;
/** Operations in one exchange: a phone that was away for weeks drains its outbox in a few trips. */
export const operationsPerExchangeMax = 20;
/** Dossiers and payments in one reply; the rest follows with the next cursor. */
export const changesPerExchangeMax = 50;
/** One exchange on the wire. Twenty of the longest forms fit. */
export const exchangeBytesMax = 1024 * 1024;

/** Paths of one draft: every field, and every cell of its lists, taken-away rows among them. */
export const draftPathsMax = 4_000;
/** One draft as the server keeps it: a long form several times over. */
export const draftBytesMax = 128 * 1024;
/** Drafts of one person that are kept for her other devices. */
export const draftsPerPersonMax = 100;
/** Drafts in one exchange, each way; the rest follows. */
export const draftsPerExchangeMax = 20;
/** Characters of drafts in one exchange, beyond the first draft. */
export const draftsPerExchangeBytesMax = 128 * 1024;
/** How far ahead a phone's clock may be for its edits to be taken as they are. */
export const draftClockSkewMs = 10 * 60_000;
/** How long the words of a draft that was thrown away stay on the server, for a device that has gone on in it. */
export const discardedWordsMs = 30 * 24 * 3_600_000;
/** After the last edit of a draft, before it goes to her other devices. */
export const draftPauseMs = 3_000;

/** First pause after a failed attempt to reach the server. */
export const retryDelayMsMin = 1_000;
/** Longest pause: a phone that finds a signal for a minute must not sleep through it. */
export const retryDelayMsMax = 60_000;
/** A request without an answer for this long is given up and repeated: 2G round trips take seconds, not minutes. */
export const requestTimeoutMs = 30_000;
/** How often an open page asks for news while a dossier is under way. */
export const pollDelayMs = 15_000;
/** The same while the server says by itself when there is news: for what such a word may miss. */
export const listeningPollDelayMs = 5 * 60_000;
/** How often the server looks who has news, while anybody listens. */
export const newsLookDelayMs = 1_000;
/** How often a stream of news shows that it lives, and whether its session does; proxies cut what is silent for a minute. */
export const newsBeatDelayMs = 25_000;
/** Streams of news of one person: her devices; of more the oldest ends. */
export const newsStreamsPerPersonMax = 6;
/** Streams of news of one process; who comes later asks now and then instead. */
export const newsStreamsMax = 5_000;

/** How long a payment page stays open, as VNPAY's own pages do (vnp_ExpireDate). */
export const paymentOpenMs = 15 * 60_000;
/** When to ask the gateway itself if no notification came. */
export const paymentQueryDelayMs = 60_000;

/** Standard Webhooks: older or newer messages are refused as stale. */
export const webhookToleranceMs = 5 * 60_000;
/** RELIABILITY promise 13: growing delays over at least 75 hours, then parked where people see it. */
export const forwardDelaysMs: readonly number[] = [
	1_000,
	5_000,
	15_000,
	60_000,
	5 * 60_000,
	15 * 60_000,
	60 * 60_000,
	3 * 3_600_000,
	6 * 3_600_000,
	12 * 3_600_000,
	24 * 3_600_000,
	36 * 3_600_000
];
/** A worker that dies gives its job back after this long. */
export const jobLeaseMs = 30_000;
/** A job whose worker died this often, besides its failed attempts, is parked: it may be what kills them. */
export const jobDeathsMax = 30;
/** Attempts in a row without an answer after which an agency's queue is closed for a while. */
export const gateFailuresMax = 8;
/** How long a queue is closed: at first, and at most. */
export const gateClosedMsMin = 10_000;
export const gateClosedMsMax = 5 * 60_000;
/** How long everybody waits for the one message that goes first after that; longer than its attempt may take. */
export const gateProbeMs = 15_000;
/** With a rate, this much time's worth of messages may go at once. */
export const gateBurstMs = 1_000;
/** The longest pause that an agency can ask for with Retry-After. */
export const retryAfterMsMax = 6 * 3_600_000;
/** One call to an agency, the gateway or the power company. */
export const outgoingTimeoutMs = 10_000;
/** Files that an agency may fetch: longer than the last retry. */
export const fileLinkMs = 90 * 24 * 3_600_000;

/** Sessions (RELIABILITY 10): ended after this long without use, and in any case after the absolute limit. */
export const sessionIdleMs = 30 * 24 * 3_600_000;
export const sessionAbsoluteMs = 90 * 24 * 3_600_000;
/** On a machine that anybody may use: long enough for the longest form, and over before the next morning in any case. */
export const sharedSessionMs = 2 * 3_600_000;
/** A login that was begun must be finished within this. */
export const loginOpenMs = 10 * 60_000;

/** Bill look-ups of one address in a minute: a family's codes, not a harvest. */
export const billLookupsPerMinuteMax = 20;
/** Previews of a declaration that one person may have drawn in a minute. */
export const previewsPerMinuteMax = 10;
/** Answers of a form as they are sent to be drawn. */
export const declarationBytesMax = 256 * 1024;
/** Look-ups of progress of one address in a minute: codes are serial, so guessing must not pay. */
export const progressLookupsPerMinuteMax = 20;

invariant(uploadChunkBytes <= attachmentBytesMax, 'a chunk is a part of a file');
invariant(pollDelayMs < listeningPollDelayMs, 'who is told asks less often');
invariant(retryDelayMsMin < retryDelayMsMax, 'delays grow');
invariant(forwardDelaysMs.reduce((sum, delay) => sum + delay, 0) >= 75 * 3_600_000, 'agencies get 75 hours');
// Workers begin an attempt only while half of the lease is left.
invariant(jobLeaseMs / 2 > outgoingTimeoutMs, 'a lease outlives the call it covers');
invariant(gateProbeMs > outgoingTimeoutMs, 'a probe ends before the next');
invariant(
	operationsPerExchangeMax * 40_000 + draftsPerExchangeBytesMax <= exchangeBytesMax,
	'an exchange can carry its operations and drafts'
);
invariant(draftBytesMax <= draftsPerExchangeBytesMax, 'a draft fits into an exchange');
