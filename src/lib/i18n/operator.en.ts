/** English: the operator's page. */
import type { OperatorWords } from './operator.ts';

export const words: OperatorWords = {
	title: 'Messages that are stuck',
	lead: 'What has not reached its agency. Nothing is lost: send it again, or set it aside with a reason.',
	signedInAs: (name) => `Operator: ${name}`,
	parked: (count) => `Somebody must look: ${count}`,
	nothingParked: 'No message is stuck.',
	kinds: {
		forward: 'Message to an agency',
		fetch_result: 'Fetching a result file',
		query_payment: 'Asking the payment gateway',
		settle_charges: 'Telling of a paid tax, fee or fine',
		settle_bills: 'Telling of a paid bill',
		publish_catalogue: 'Publishing the catalogue',
		stop_unanswered: 'Stopping a dossier that was not supplemented'
	},
	dossier: 'Dossier code',
	reason: 'Why it is stuck',
	why(text) {
		const [, verb, code] = /^(refused with|answered) (.+)$/.exec(text) ?? [];
		if (verb === 'refused with')
			return `The agency refused it (${code}). Sending the same again helps only once they have mended it.`;
		if (verb) return `The agency answered something of no use (${code}).`;
		if (text === 'timeout') return 'The agency did not answer in time.';
		if (text === 'unreachable') return 'The agency could not be reached.';
		if (text === 'too_large') return 'The agency’s answer was too long.';
		return text;
	},
	setAsideBecause: 'Set aside because',
	written: 'Written at',
	attempts: (count) => `tried ${count} times`,
	correlation: 'Correlation id (in the agency’s log too)',
	sendAgain: 'Send again',
	sendAllAgain: 'Send all of this agency again',
	setAside: 'Set aside, do not send',
	whyAside: 'Why shall it not be sent?',
	whyAsideHelp:
		'For example: typed in by the agency, their number is … What follows for the dossier goes on.',
	reasonMissing: 'Write a reason. Nothing has changed.',
	sentAgain: 'It waits to be sent again, under the same id with the same content.',
	wasSetAside: 'Set aside. It can still be found below by its code, and sent.',
	gone: 'Somebody has done this, or it waits for its turn. The page is fresh.',
	queues: 'Queues with work',
	queueLine: (waiting, parked) => `${waiting} waiting, ${parked} stuck`,
	closed: (until, failures) => `Paused until ${until}: nobody answered ${failures} times in a row.`,
	lateDesks: 'One-stop desks with late dossiers',
	lateLine: (late) => `${late} past the promised day`,
	find: 'Find a message',
	findLabel: 'Dossier code or correlation id',
	findHelp: 'To see how far a message has come, or to send again what was sent.',
	nothingFound: 'Not found.',
	states: {
		due: 'Waits for its turn.',
		done: 'The agency has it.',
		parked: 'Stuck.',
		aside: 'Set aside.'
	}
};
