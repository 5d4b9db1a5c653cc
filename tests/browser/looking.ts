import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { AxeResults, RunOptions } from 'axe-core'
import type { BrowserContext, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { stageActions } from './action-stage.ts'
import { stageRecommendations } from './recommendation-stage.ts'
import { stageCadence } from './stage-cadence.ts'
import { stageMeetings } from './stage-meetings.ts'
import { aHeldMeeting } from './stage-minutes.ts'
import { aReport } from './stage-report.ts'
import { stageDecisions } from './stage-decisions.ts'
import { stageAgreements, stageDomestication } from './stage-domestication.ts'
import { stageInstruments } from './stage-instruments.ts'
import { stageLaws } from './stage-laws.ts'
import { stageRelations } from './stage-relations.ts'
import { aTraining } from './stage-registers.ts'
import { aConcern } from './stage-submissions.ts'
import { someEditions } from './stage-editions.ts'
import { aKey, aStructure, anActor, pitso, run, signIn, theBrowser, type Office } from './stage.ts'

const WIDE = { width: 1280, height: 900 }
const NARROW = { width: 360, height: 740 }

const EVERYTHING: RunOptions = {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	resultTypes: ['violations']
}
// Every rule looks at the widest light page and the narrowest dark one; the other two are looked at for their colours.
const COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] }

type Stage = Awaited<ReturnType<typeof setStage>>

/** Each page route with the addresses at which it is looked at; a new route has to be entered here. */
const pages: Record<string, (stage: Stage) => string[]> = {
	'/': () => ['/'],
	'/about': () => ['/about'],
	'/[workspace]/administration': () => ['/zwe/administration'],
	'/[workspace]/administration/people': () => [
		'/zwe/administration/people',
		'/zwe/administration/people?filter[current]=false'
	],
	'/[workspace]/administration/people/provisioned': () => ['/zwe/administration/people/provisioned'],
	'/[workspace]/administration/seats': () => [
		'/zwe/administration/seats',
		'/zwe/administration/seats?filter[held]=false'
	],
	'/[workspace]/administration/seats/new': () => ['/zwe/administration/seats/new'],
	'/[workspace]/administration/seats/[seat]': ({ seat }) => [`/zwe/administration/seats/${seat}`],
	'/[workspace]/administration/seats/[seat]/change': ({ seat }) => [`/zwe/administration/seats/${seat}/change`],
	'/[workspace]/administration/seats/[seat]/end': ({ seat }) => [`/zwe/administration/seats/${seat}/end`],
	'/[workspace]/administration/seats/[seat]/handover': ({ seat }) => [
		`/zwe/administration/seats/${seat}/handover`,
		'/zwe/administration/seats/permanent-secretary/handover'
	],
	'/[workspace]/administration/seats/[seat]/invite': ({ seat }) => [`/zwe/administration/seats/${seat}/invite`],
	'/[workspace]/administration/seats/[seat]/leave': ({ seat }) => [`/zwe/administration/seats/${seat}/leave`],
	'/[workspace]/administration/invitations': () => ['/zwe/administration/invitations'],
	'/[workspace]/administration/invitations/new': () => ['/zwe/administration/invitations/new'],
	'/[workspace]/administration/invitations/[invitation]': ({ invitation }) => [
		`/zwe/administration/invitations/${invitation}`
	],
	'/[workspace]/administration/rules': () => ['/zwe/administration/rules'],
	'/[workspace]/administration/rules/new': () => ['/zwe/administration/rules/new'],
	'/[workspace]/administration/rules/try': () => [
		'/zwe/administration/rules/try',
		'/zwe/administration/rules/try?source=provisioning&values=looked-at'
	],
	'/[workspace]/administration/rules/[rule]/withdraw': ({ rule }) => [`/zwe/administration/rules/${rule}/withdraw`],
	'/[workspace]/administration/tokens': () => ['/zwe/administration/tokens'],
	'/[workspace]/administration/tokens/new': () => ['/zwe/administration/tokens/new'],
	'/[workspace]/administration/tokens/[token]/revoke': ({ token }) => [`/zwe/administration/tokens/${token}/revoke`],
	'/[workspace]/administration/settings': () => ['/zwe/administration/settings'],
	'/[workspace]/seat/handover': () => ['/zwe/seat/handover'],
	'/[workspace]/seat/tokens': () => ['/zwe/seat/tokens'],
	'/[workspace]/seat/devices': () => ['/zwe/seat/devices'],
	// A device is there once a browser was made ready: tests/browser/field-capture.test.ts looks at its page.
	'/[workspace]/seat/devices/[device=identifier]': () => [],
	'/[workspace]/administration/devices': () => ['/zwe/administration/devices'],
	'/[workspace]/register/[register]/capture': () => ['/zwe/register/training/capture'],
	// Looked at in field-capture.test.ts, where a device has captured something.
	'/[workspace]/register/[register]/capture/[capture=identifier]': () => [],
	// Looked at in operations-pages.test.ts, where there is a mail server.
	'/[workspace]/administration/audit': () => [],
	'/[workspace]/administration/integrity': () => [],
	'/[workspace]/administration/integrity/[check]': () => [],
	'/[workspace]/administration/jobs': () => [],
	'/[workspace]/administration/jobs/[job]': () => [],
	'/[workspace]/administration/outbox': () => [],
	'/[workspace]/administration/outbox/[mail]': () => [],
	'/[workspace]/administration/storage': () => [],
	'/offline': () => ['/offline'],
	'/capture': () => ['/capture'],
	'/[workspace]/kept': () => ['/zwe/kept'],
	'/api': () => ['/api'],
	'/sign-in': () => ['/sign-in'],
	'/sign-in/again': () => ['/sign-in/again'],
	'/sign-in/forgotten': () => ['/sign-in/forgotten'],
	'/sign-in/reset/[secret]': () => ['/sign-in/reset/no-such-link'],
	'/sign-in/second-factor': () => ['/sign-in/second-factor'],
	// Pages of an account lead whoever is not signed in to the door; signed in, they are looked at in sign-in.test.ts.
	'/account': () => ['/account'],
	'/account/passkeys': () => ['/account/passkeys'],
	'/account/password': () => ['/account/password'],
	'/account/provider': () => ['/account/provider'],
	'/account/second-factor': () => ['/account/second-factor'],
	'/account/sessions': () => ['/account/sessions'],
	'/[workspace]/seat': () => ['/zwe/seat'],
	'/[workspace]/invitation/[secret]': () => ['/zwe/invitation/no-such-invitation'],
	'/[workspace]': () => ['/zwe', '/lso', '/sadc'],
	'/[workspace]/about': () => ['/zwe/about'],
	'/[workspace]/search': () => ['/zwe/search', '/zwe/search?q=labour', '/zwe/search?q=nothingofthekind'],
	'/[workspace]/export': () => ['/zwe/export'],
	'/[workspace]/import': () => ['/zwe/import'],
	// Looked at in exchange.test.ts, where there is a file to preview.
	'/[workspace]/import/[file=identifier]': () => [],
	'/[workspace]/import/[file=identifier]/progress': () => [],
	// Looked at in register-drafting.test.ts, where there is a spreadsheet.
	'/[workspace]/register/draft/sheet/[file=identifier]': () => [],
	'/[workspace]/register/[register]/import/[file=identifier]': () => [],
	'/[workspace]/register/all/import/[file=identifier]': () => [],
	'/[workspace]/register/all/import/[file=identifier]/progress': () => [],
	'/[workspace]/register/[register]/import/[file=identifier]/progress': () => [],
	'/[workspace]/register/[register]/declaration/progress': () => [],
	'/[workspace]/sign-in': () => ['/zwe/sign-in'],
	'/[workspace]/status': () => ['/zwe/status'],
	'/[workspace]/map': () => ['/zwe/map', '/sadc/map'],
	'/[workspace]/theme': () => ['/zwe/theme', '/zwe/theme?framework=au-mpfa'],
	'/[workspace]/vacant-seats': () => ['/zwe/vacant-seats'],
	'/[workspace]/[kind=recordkind]/[reference]/history': ({ structure }) => [`/zwe/structure/${structure}/history`],
	'/[workspace]/[kind=recordkind]/[reference]/history/[sequence]/erase': ({ structure, entry }) => [
		`/zwe/structure/${structure}/history/${String(entry)}/erase`
	],
	'/[workspace]/[kind]/[reference]/audience': ({ structure }) => [`/zwe/structure/${structure}/audience`],
	'/[workspace]/[kind]/[reference]/link': ({ structure }) => [`/zwe/structure/${structure}/link?kind=area`],
	'/[workspace]/[kind]/[reference]/merge': ({ actor }) => [`/zwe/actor/${actor}/merge`],
	'/[workspace]/[kind]/[reference]/withdraw': ({ structure }) => [`/zwe/structure/${structure}/withdraw`],
	'/[workspace]/[kind]/[reference]/documents/add': ({ structure }) => [`/zwe/structure/${structure}/documents/add`],
	'/[workspace]/[kind]/[reference]/documents/[document]/withdraw': ({ structure, document }) => [
		`/zwe/structure/${structure}/documents/${document}/withdraw`
	],
	'/[workspace]/[kind]/[reference]/comments/[comment]/withdraw': ({ structure, comment }) => [
		`/zwe/structure/${structure}/comments/${comment}/withdraw`
	],
	'/[workspace]/[kind]/[reference]/links/[link]/withdraw': ({ structure, link }) => [
		`/zwe/structure/${structure}/links/${link}/withdraw`
	],
	'/[workspace]/structure': () => ['/zwe/structure', '/zwe/structure?filter[status]=needs-reactivation'],
	'/[workspace]/structure/new': () => ['/zwe/structure/new'],
	'/[workspace]/structure/[reference]': ({ structure }) => [
		'/zwe/structure/zwe-imcm',
		`/zwe/structure/${structure}`,
		`/zwe/structure/${structure}?on=2026-02-01`
	],
	'/[workspace]/structure/[reference]/minutes': ({ structure }) => [
		`/zwe/structure/${structure}/minutes`,
		`/zwe/structure/${structure}/minutes?from=2026-01-01`
	],
	'/[workspace]/meeting': () => ['/zwe/meeting', '/zwe/meeting?filter[status]=planned'],
	'/[workspace]/meeting/calendar': ({ meetings }) => [`/zwe/meeting/calendar?month=${meetings.month}`],
	'/[workspace]/meeting/new': () => ['/zwe/meeting/new'],
	'/[workspace]/meeting/[reference]': ({ meetings, minutes }) => [
		`/zwe/meeting/${meetings.planned}`,
		`/zwe/meeting/${minutes}`
	],
	'/[workspace]/meeting/[reference]/change': ({ meetings }) => [`/zwe/meeting/${meetings.planned}/change`],
	'/[workspace]/meeting/[reference]/move/[move=meetingmove]': ({ meetings, minutes }) => [
		...['call', 'reschedule', 'cancel'].map((move) => `/zwe/meeting/${meetings.planned}/move/${move}`),
		`/zwe/meeting/${minutes}/move/draft`
	],
	'/[workspace]/meeting/[reference]/agenda/add': ({ meetings }) => [`/zwe/meeting/${meetings.planned}/agenda/add`],
	// Who runs the meeting adds items, and proposes none: what it sees is the page that says so.
	'/[workspace]/meeting/[reference]/agenda/propose': () => [],
	'/[workspace]/meeting/[reference]/agenda/order': ({ meetings }) => [`/zwe/meeting/${meetings.planned}/agenda/order`],
	'/[workspace]/meeting/[reference]/attendance': ({ meetings }) => [`/zwe/meeting/${meetings.planned}/attendance`],
	'/[workspace]/meeting/[reference]/invite': ({ meetings }) => [`/zwe/meeting/${meetings.planned}/invite`],
	'/[workspace]/meeting/[reference]/interest': ({ meetings }) => [`/zwe/meeting/${meetings.planned}/interest`],
	// Only a member answers for itself.
	'/[workspace]/meeting/[reference]/answer': () => [],
	'/[workspace]/meeting-series': () => ['/zwe/meeting-series'],
	'/[workspace]/meeting-series/new': () => ['/zwe/meeting-series/new'],
	'/[workspace]/meeting-series/[series=identifier]': ({ meetings }) => [`/zwe/meeting-series/${meetings.series}`],
	'/[workspace]/meeting-series/[series=identifier]/change': ({ meetings }) => [
		`/zwe/meeting-series/${meetings.series}/change`
	],
	'/[workspace]/meeting-series/[series=identifier]/extend': ({ meetings }) => [
		`/zwe/meeting-series/${meetings.series}/extend`
	],
	'/[workspace]/meeting-series/[series=identifier]/end': ({ meetings }) => [
		`/zwe/meeting-series/${meetings.series}/end`
	],
	'/[workspace]/agenda-item': () => ['/zwe/agenda-item'],
	'/[workspace]/agenda-item/[reference]': ({ meetings }) => [`/zwe/agenda-item/${meetings.item}`],
	'/[workspace]/agenda-item/[reference]/change': ({ meetings }) => [`/zwe/agenda-item/${meetings.item}/change`],
	'/[workspace]/agenda-item/[reference]/papers/add': ({ meetings }) => [`/zwe/agenda-item/${meetings.item}/papers/add`],
	'/[workspace]/agenda-item/[reference]/move/[move=itemmove]': ({ meetings }) => [
		`/zwe/agenda-item/${meetings.item}/move/withdraw`
	],
	'/[workspace]/meeting/[reference]/minutes': ({ minutes }) => [`/zwe/meeting/${minutes}/minutes`],
	'/[workspace]/meeting/[reference]/papers': ({ minutes }) => [`/zwe/meeting/${minutes}/papers`],
	// The same page as that of a structure, narrowed to one series.
	'/[workspace]/meeting-series/[series=identifier]/minutes': () => [],
	'/[workspace]/structure/[reference]/rhythm': ({ structure }) => [`/zwe/structure/${structure}/rhythm`],
	'/[workspace]/structure/[reference]/activate': ({ cadence }) => [`/zwe/structure/${cadence.idle}/activate`],
	'/[workspace]/structure/[reference]/stand-down': ({ cadence }) => [`/zwe/structure/${cadence.activated}/stand-down`],
	'/[workspace]/structure/[reference]/participation/add': ({ structure }) => [
		`/zwe/structure/${structure}/participation/add`
	],
	'/[workspace]/structure/[reference]/participation/[participation]/end': ({ structure, cadence }) => [
		`/zwe/structure/${structure}/participation/${cadence.participation}/end`
	],
	'/[workspace]/cadence': () => ['/zwe/cadence', '/zwe/cadence?filter[agreement]=disagrees&sort=-last'],
	'/[workspace]/seat/calendars': () => ['/zwe/seat/calendars'],
	'/[workspace]/structure/[reference]/areas': ({ structure }) => [`/zwe/structure/${structure}/areas`],
	'/[workspace]/structure/[reference]/chair': ({ structure }) => [`/zwe/structure/${structure}/chair`],
	'/[workspace]/structure/[reference]/change': ({ structure }) => [`/zwe/structure/${structure}/change`],
	'/[workspace]/structure/[reference]/status': ({ structure }) => [`/zwe/structure/${structure}/status`],
	'/[workspace]/structure/[reference]/mandates/add': ({ structure }) => [`/zwe/structure/${structure}/mandates/add`],
	'/[workspace]/structure/[reference]/mandates/[mandate]/withdraw': ({ structure, mandate }) => [
		`/zwe/structure/${structure}/mandates/${mandate}/withdraw`
	],
	'/[workspace]/structure/[reference]/members/add': ({ structure }) => [`/zwe/structure/${structure}/members/add`],
	'/[workspace]/structure/[reference]/members/[membership]/end': ({ structure, membership }) => [
		`/zwe/structure/${structure}/members/${membership}/end`
	],
	'/[workspace]/structure/[reference]/members/[membership]/nominate': ({ structure, membership }) => [
		`/zwe/structure/${structure}/members/${membership}/nominate`
	],
	'/[workspace]/structure/[reference]/nominations/[nomination]/end': ({ structure, nomination }) => [
		`/zwe/structure/${structure}/nominations/${nomination}/end`
	],
	'/[workspace]/actor': () => ['/zwe/actor'],
	'/[workspace]/actor/new': () => ['/zwe/actor/new'],
	'/[workspace]/actor/[reference]': ({ actor, police }) => [
		'/zwe/actor/zwe-mopslsw',
		`/zwe/actor/${actor}`,
		`/zwe/actor/${police}`
	],
	'/[workspace]/actor/[reference]/change': ({ actor }) => [`/zwe/actor/${actor}/change`],
	'/[workspace]/actor/[reference]/contact': ({ actor }) => [`/zwe/actor/${actor}/contact`],
	'/[workspace]/actor/[reference]/enforcement': ({ actor, police }) => [
		`/zwe/actor/${actor}/enforcement`,
		`/zwe/actor/${police}/enforcement`
	],
	'/[workspace]/actor/[reference]/succeed': ({ actor }) => [
		`/zwe/actor/${actor}/succeed`,
		`/zwe/actor/${actor}/succeed?kind=merge&successor=zwe-mopslsw`,
		`/zwe/actor/${actor}/succeed?kind=split`
	],
	'/[workspace]/framework': () => ['/zwe/framework'],
	'/[workspace]/framework/new': () => ['/zwe/framework/new'],
	'/[workspace]/framework/[reference]': () => ['/zwe/framework/zwe-table-2'],
	'/[workspace]/framework/[reference]/change': () => ['/zwe/framework/zwe-table-2/change'],
	'/[workspace]/area/[reference]/change': ({ area }) => [`/zwe/area/${area}/change`],
	'/[workspace]/framework/[reference]/areas/add': () => ['/zwe/framework/zwe-table-2/areas/add'],
	'/[workspace]/area': () => ['/zwe/area'],
	'/[workspace]/area/new': () => ['/zwe/area/new'],
	'/[workspace]/area/[reference]': () => ['/zwe/area/zwe-table-2-labour-migration'],
	'/[workspace]/area/[reference]/leads/add': ({ area }) => [`/zwe/area/${area}/leads/add`],
	'/[workspace]/area/[reference]/leads/[lead]/end': ({ area, lead }) => [`/zwe/area/${area}/leads/${lead}/end`],
	'/[workspace]/action': () => ['/zwe/action', '/zwe/action?filter[progress]=open&filter[overdue]=true&sort=-due'],
	'/[workspace]/action/new': () => ['/zwe/action/new'],
	'/[workspace]/action/hand-over': () => ['/zwe/action/hand-over'],
	'/[workspace]/action/[reference]': ({ action }) =>
		[action.assigned, action.handedIn].map((one) => `/zwe/action/${one}`),
	'/[workspace]/action/[reference]/[form=actionform]': ({ action }) =>
		['change', 'report', 'cancel', 'hand-over', 'add-support'].map((form) => `/zwe/action/${action.assigned}/${form}`),
	'/[workspace]/seat/reminders': () => ['/zwe/seat/reminders'],
	'/[workspace]/attendance': () => ['/zwe/attendance'],
	'/[workspace]/dashboard': () => ['/zwe/dashboard', '/zwe/dashboard?whole=actions'],
	'/[workspace]/structure/[reference]/dashboard': ({ structure }) => [`/zwe/structure/${structure}/dashboard`],
	'/[workspace]/secretariat-report': () => ['/zwe/secretariat-report'],
	'/[workspace]/secretariat-report/new': () => ['/zwe/secretariat-report/new'],
	'/[workspace]/secretariat-report/[reference]': ({ report }) => [`/zwe/secretariat-report/${report}`],
	'/[workspace]/secretariat-report/[reference]/write/[section]': ({ report }) => [
		`/zwe/secretariat-report/${report}/write/summary`
	],
	// instrument
	'/[workspace]/commitments': () => ['/zwe/commitments', '/zwe/commitments?on=2015-01-01&all=yes'],
	'/[workspace]/instrument': () => ['/zwe/instrument', '/zwe/instrument?filter[on]=2015-01-01&sort=adopted'],
	'/[workspace]/instrument/new': () => ['/zwe/instrument/new'],
	'/[workspace]/instrument/[reference]': ({ instruments }) => [
		`/zwe/instrument/${instruments.instrument}`,
		`/zwe/instrument/${instruments.instrument}?on=2013-12-31`
	],
	'/[workspace]/instrument/[reference]/change': ({ instruments }) => [
		`/zwe/instrument/${instruments.instrument}/change`
	],
	'/[workspace]/instrument/[reference]/status': ({ instruments }) => [
		`/zwe/instrument/${instruments.instrument}/status`
	],
	'/[workspace]/instrument/[reference]/status/[status]/withdraw': ({ instruments: { instrument, status } }) => [
		`/zwe/instrument/${instrument}/status/${status}/withdraw`
	],
	'/[workspace]/instrument/[reference]/text': ({ instruments }) => [`/zwe/instrument/${instruments.instrument}/text`],
	'/[workspace]/instrument/[reference]/states': ({ instruments }) => [
		`/zwe/instrument/${instruments.instrument}/states`
	],
	'/[workspace]/instrument/[reference]/import': ({ instruments }) => [
		`/zwe/instrument/${instruments.instrument}/import`
	],
	'/[workspace]/instrument/[reference]/import/[file=identifier]': ({ instruments: { instrument, table } }) => [
		`/zwe/instrument/${instrument}/import/${table}`
	],
	'/[workspace]/instrument/[reference]/duty': ({ instruments }) => [`/zwe/instrument/${instruments.instrument}/duty`],
	'/[workspace]/instrument/[reference]/duty/[duty]/change': ({ instruments: { instrument, duty } }) => [
		`/zwe/instrument/${instrument}/duty/${duty}/change`
	],
	'/[workspace]/instrument/[reference]/duty/[duty]/withdraw': ({ instruments: { instrument, duty } }) => [
		`/zwe/instrument/${instrument}/duty/${duty}/withdraw`
	],
	'/[workspace]/obligation': ({ instruments }) => [
		'/zwe/obligation',
		`/zwe/obligation?filter[instrument]=${instruments.instrument}`
	],
	'/[workspace]/obligation/new': ({ instruments }) => [
		'/zwe/obligation/new',
		`/zwe/obligation/new?instrument=${instruments.instrument}`
	],
	'/[workspace]/obligation/[reference]': ({ instruments }) => [`/zwe/obligation/${instruments.obligation}`],
	'/[workspace]/obligation/[reference]/change': ({ instruments }) => [
		`/zwe/obligation/${instruments.obligation}/change`
	],
	'/[workspace]/treaty-report': () => ['/zwe/treaty-report', '/zwe/treaty-report?filter[progress]=due&sort=-due'],
	'/[workspace]/treaty-report/new': ({ instruments }) => [
		'/zwe/treaty-report/new',
		`/zwe/treaty-report/new?instrument=${instruments.instrument}`
	],
	'/[workspace]/treaty-report/[reference]': ({ instruments }) => [
		`/zwe/treaty-report/${instruments.report}`,
		`/zwe/treaty-report/${instruments.submitted}`
	],
	'/[workspace]/treaty-report/[reference]/change': ({ instruments }) => [
		`/zwe/treaty-report/${instruments.report}/change`
	],
	'/[workspace]/treaty-report/[reference]/submit': ({ instruments }) => [
		`/zwe/treaty-report/${instruments.report}/submit`
	],
	'/[workspace]/treaty-report/[reference]/drop': ({ instruments }) => [`/zwe/treaty-report/${instruments.report}/drop`],
	'/[workspace]/treaty-report/[reference]/dialogue': ({ instruments }) => [
		`/zwe/treaty-report/${instruments.submitted}/dialogue`
	],
	'/[workspace]/treaty-report/[reference]/observations': ({ instruments }) => [
		`/zwe/treaty-report/${instruments.submitted}/observations`
	],
	// policy
	'/[workspace]/policy': () => [
		'/zwe/policy',
		'/zwe/policy?filter[stage]=drafting&sort=-year',
		'/zwe/policy?filter[overdue]=true'
	],
	'/[workspace]/policy/board': () => ['/zwe/policy/board', '/zwe/policy/board?filter[form]=bill'],
	'/[workspace]/policy/new': () => ['/zwe/policy/new'],
	'/[workspace]/policy/[reference]': ({ laws }) => [`/zwe/policy/${laws.policy}`],
	'/[workspace]/policy/[reference]/change': ({ laws }) => [`/zwe/policy/${laws.policy}/change`],
	'/[workspace]/policy/[reference]/stage': ({ laws }) => [`/zwe/policy/${laws.policy}/stage`],
	'/[workspace]/policy/[reference]/plan': ({ laws }) => [`/zwe/policy/${laws.policy}/plan`],
	'/[workspace]/policy/[reference]/take-back': ({ laws }) => [`/zwe/policy/${laws.policy}/take-back`],
	'/[workspace]/policy/[reference]/text': ({ laws }) => [
		`/zwe/policy/${laws.policy}/text`,
		`/zwe/policy/${laws.policy}/text?version=1`
	],
	'/[workspace]/policy/[reference]/compare': ({ laws }) => [
		`/zwe/policy/${laws.policy}/compare`,
		`/zwe/policy/${laws.policy}/compare?from=1&to=2&change=unchanged`
	],
	'/[workspace]/policy/[reference]/provision/add': ({ laws }) => [`/zwe/policy/${laws.policy}/provision/add`],
	'/[workspace]/policy/[reference]/version/add': ({ laws }) => [`/zwe/policy/${laws.policy}/version/add`],
	'/[workspace]/policy/[reference]/version/[number]': ({ laws }) => [
		`/zwe/policy/${laws.policy}/version/2`,
		`/zwe/policy/${laws.policy}/version/3`
	],
	'/[workspace]/provision': () => ['/zwe/provision', '/zwe/provision?filter[stands]=false'],
	'/[workspace]/provision/[reference]': ({ laws }) => [`/zwe/provision/${laws.kept}`, `/zwe/provision/${laws.ended}`],
	'/[workspace]/provision/[reference]/change': ({ laws }) => [`/zwe/provision/${laws.kept}/change`],
	'/[workspace]/provision/[reference]/match': ({ laws }) => [`/zwe/provision/${laws.begun}/match`],
	'/[workspace]/provision/[reference]/separate': ({ laws }) => [`/zwe/provision/${laws.kept}/separate`],
	// relation and overlap
	'/[workspace]/harmonization': () => ['/zwe/harmonization', '/zwe/harmonization?filter[standing]=open'],
	'/[workspace]/harmonization/new': ({ relations }) => [
		'/zwe/harmonization/new',
		`/zwe/harmonization/new?relations=${relations.relation}`
	],
	'/[workspace]/harmonization/[reference]': ({ relations }) => [
		`/zwe/harmonization/${relations.open}`,
		`/zwe/harmonization/${relations.settled}`
	],
	'/[workspace]/harmonization/[reference]/change': ({ relations }) => [`/zwe/harmonization/${relations.open}/change`],
	'/[workspace]/harmonization/[reference]/answer': ({ relations }) => [`/zwe/harmonization/${relations.open}/answer`],
	'/[workspace]/harmonization/[reference]/resolve': ({ relations }) => [`/zwe/harmonization/${relations.open}/resolve`],
	'/[workspace]/harmonization/[reference]/reopen': ({ relations }) => [
		`/zwe/harmonization/${relations.settled}/reopen`
	],
	'/[workspace]/harmonization/[reference]/relate': ({ relations }) => [`/zwe/harmonization/${relations.open}/relate`],
	'/[workspace]/harmonization/[reference]/unrelate': ({ relations }) => [
		`/zwe/harmonization/${relations.open}/unrelate?relation=${relations.relation}`
	],
	'/[workspace]/harmonization/relation': () => [
		'/zwe/harmonization/relation',
		'/zwe/harmonization/relation?filter[type]=contradicts&sort=state'
	],
	'/[workspace]/harmonization/relation/new': ({ relations }) => [
		'/zwe/harmonization/relation/new',
		`/zwe/harmonization/relation/new?from=${relations.law}&fromKind=policy&words=invented`
	],
	'/[workspace]/harmonization/relation/[relation]': ({ relations }) => [
		`/zwe/harmonization/relation/${relations.relation}`
	],
	'/[workspace]/coverage': () => ['/zwe/coverage', '/zwe/coverage?framework=gcm-objectives&filter[form]=act'],
	'/[workspace]/coverage/[area]/[policy]': ({ relations }) => [
		`/zwe/coverage/au-mpfa-labour-migration/${relations.plan}`
	],
	'/[workspace]/policy/[reference]/overlaps': ({ relations }) => [
		`/zwe/policy/${relations.law}/overlaps`,
		`/zwe/policy/${relations.law}/overlaps?against=${relations.other}`
	],
	'/[workspace]/policy/[reference]/mainstreaming': ({ relations }) => [
		`/zwe/policy/${relations.plan}/mainstreaming`,
		`/zwe/policy/${relations.law}/mainstreaming`
	],
	// domestication
	'/[workspace]/road-map': () => ['/zwe/road-map', '/zwe/road-map?filter[late]=true&sort=-target'],
	'/[workspace]/instrument/[reference]/domestication': ({ domestication }) => [
		`/zwe/instrument/${domestication.instrument}/domestication`,
		`/zwe/instrument/${domestication.instrument}/domestication?standing=not-judged&on=2026-01-01`
	],
	'/[workspace]/instrument/[reference]/domestication/judge': ({ domestication }) => [
		`/zwe/instrument/${domestication.instrument}/domestication/judge`,
		`/zwe/instrument/${domestication.instrument}/domestication/judge?policy=${domestication.policy}`
	],
	'/[workspace]/instrument/[reference]/domestication/[obligation]/[policy]': ({
		domestication: { instrument, obligation, policy }
	}) => [
		`/zwe/instrument/${instrument}/domestication/${obligation}/${policy}`,
		`/zwe/instrument/${instrument}/domestication/${obligation}/-`
	],
	'/[workspace]/instrument/[reference]/domestication/[obligation]/[policy]/judge': ({
		domestication: { instrument, obligation, policy }
	}) => [`/zwe/instrument/${instrument}/domestication/${obligation}/${policy}/judge`],
	'/[workspace]/instrument/[reference]/domestication/[obligation]/[policy]/withdraw': ({
		domestication: { instrument, obligation, policy, judgement }
	}) => [`/zwe/instrument/${instrument}/domestication/${obligation}/${policy}/withdraw?judgement=${judgement}`],
	'/[workspace]/policy/[reference]/carries': ({ domestication }) => [`/zwe/policy/${domestication.policy}/carries`],
	'/[workspace]/instrument/[reference]/road-map': ({ domestication }) => [
		`/zwe/instrument/${domestication.instrument}/road-map`
	],
	'/[workspace]/instrument/[reference]/road-map/new': ({ domestication }) => [
		`/zwe/instrument/${domestication.instrument}/road-map/new`
	],
	'/[workspace]/instrument/[reference]/road-map/follow': ({ domestication }) => [
		`/zwe/instrument/${domestication.instrument}/road-map/follow`
	],
	'/[workspace]/instrument/[reference]/road-map/obstacle': ({ domestication }) => [
		`/zwe/instrument/${domestication.instrument}/road-map/obstacle`
	],
	'/[workspace]/instrument/[reference]/road-map/obstacle/[obstacle]': ({ domestication }) => [
		`/zwe/instrument/${domestication.instrument}/road-map/obstacle/${domestication.obstacle}`
	],
	'/[workspace]/instrument/[reference]/road-map/step/[step]': ({ domestication }) => [
		`/zwe/instrument/${domestication.instrument}/road-map/step/${domestication.step}`
	],
	// agreement
	'/[workspace]/agreement': () => ['/zwe/agreement', '/zwe/agreement?filter[stage]=in-force&sort=notice'],
	'/[workspace]/agreement/new': () => ['/zwe/agreement/new'],
	'/[workspace]/agreement/checklist': () => ['/zwe/agreement/checklist'],
	'/[workspace]/agreement/compare': ({ agreements }) => [
		'/zwe/agreement/compare',
		`/zwe/agreement/compare?agreements=${agreements.agreement}&agreements=${agreements.other}`
	],
	'/[workspace]/agreement/[reference]': ({ agreements }) => [
		`/zwe/agreement/${agreements.agreement}`,
		`/zwe/agreement/${agreements.other}`
	],
	'/[workspace]/agreement/[reference]/change': ({ agreements }) => [`/zwe/agreement/${agreements.agreement}/change`],
	'/[workspace]/agreement/[reference]/stage': ({ agreements }) => [`/zwe/agreement/${agreements.agreement}/stage`],
	'/[workspace]/agreement/[reference]/check': ({ agreements }) => [`/zwe/agreement/${agreements.agreement}/check`],
	'/[workspace]/agreement/[reference]/provision': ({ agreements }) => [
		`/zwe/agreement/${agreements.agreement}/provision`
	],
	'/[workspace]/agreement/[reference]/provision/[provision]': ({ agreements }) => [
		`/zwe/agreement/${agreements.agreement}/provision/${agreements.line}`
	],
	'/[workspace]/decision': () => ['/zwe/decision', '/zwe/decision?filter[standing]=replaced&sort=title'],
	'/[workspace]/decision/new': ({ minutes }) => ['/zwe/decision/new', `/zwe/decision/new?meeting=${minutes}`],
	'/[workspace]/decision/[reference]': ({ decisions }) => [
		`/zwe/decision/${decisions.decision}`,
		`/zwe/decision/${decisions.earlier}`
	],
	'/[workspace]/decision/[reference]/change': ({ decisions }) => [`/zwe/decision/${decisions.decision}/change`],
	'/[workspace]/decision/[reference]/note': ({ decisions }) => [`/zwe/decision/${decisions.decision}/note`],
	'/[workspace]/decision/[reference]/replace': ({ decisions }) => [`/zwe/decision/${decisions.decision}/replace`],
	'/[workspace]/decision/[reference]/revoke': ({ decisions }) => [`/zwe/decision/${decisions.decision}/revoke`],
	'/[workspace]/written-procedure': () => ['/zwe/written-procedure', '/zwe/written-procedure?filter[standing]=open'],
	'/[workspace]/written-procedure/new': () => [
		'/zwe/written-procedure/new',
		'/zwe/written-procedure/new?structure=zwe-imcm&subject=recommendation'
	],
	'/[workspace]/written-procedure/[reference]': ({ decisions }) => [`/zwe/written-procedure/${decisions.procedure}`],
	'/[workspace]/written-procedure/[reference]/stop': ({ decisions }) => [
		`/zwe/written-procedure/${decisions.procedure}/stop`
	],
	// Only a full member answers, and one is closed only past its deadline.
	'/[workspace]/written-procedure/[reference]/answer': () => [],
	'/[workspace]/written-procedure/[reference]/close': () => [],
	'/[workspace]/register': () => ['/zwe/register'],
	'/[workspace]/register/[register]': () => [
		'/zwe/register/training',
		'/zwe/register/training?group=mode&column=provider&column=begins',
		'/zwe/register/training?filter[words]=nothinglikethis'
	],
	'/[workspace]/register/[register]/export': () => ['/zwe/register/training/export?field[mode]=online'],
	'/[workspace]/register/[register]/import': () => ['/zwe/register/training/import'],
	'/[workspace]/register/all/import': () => ['/zwe/register/all/import'],
	'/[workspace]/register/[register]/declaration': () => ['/zwe/register/training/declaration'],
	'/[workspace]/register/[register]/upgrade': () => ['/zwe/register/training/upgrade'],
	'/[workspace]/register/[register]/xlsform': () => ['/zwe/register/training/xlsform'],
	'/[workspace]/register/all/xlsform': () => ['/zwe/register/all/xlsform'],
	'/[workspace]/register/all/xlsform/[file=identifier]': () => [],
	'/[workspace]/register/all/upgrade': () => ['/zwe/register/all/upgrade'],
	'/[workspace]/submit': () => ['/zwe/submit'],
	'/[workspace]/submit/[register]': () => ['/zwe/submit/diaspora-concern'],
	'/[workspace]/submit/receipt': () => ['/zwe/submit/receipt'],
	'/[workspace]/register/[register]/submissions': () => [
		'/zwe/register/diaspora-concern/submissions',
		'/zwe/register/diaspora-concern/submissions?filter[state]=declined'
	],
	'/[workspace]/register/[register]/submissions/[number]': ({ submission }) => [
		`/zwe/register/diaspora-concern/submissions/${submission}`
	],
	'/[workspace]/register/[register]/submissions/[number]/accept': ({ submission }) => [
		`/zwe/register/diaspora-concern/submissions/${submission}/accept`
	],
	'/[workspace]/register/[register]/submissions/[number]/merge': ({ submission }) => [
		`/zwe/register/diaspora-concern/submissions/${submission}/merge?entry=none`
	],
	'/[workspace]/home-figures': () => ['/zwe/home-figures'],
	'/[workspace]/register/draft': () => ['/zwe/register/draft'],
	'/[workspace]/register/draft/new': () => ['/zwe/register/draft/new', '/zwe/register/draft/new?copy'],
	'/[workspace]/register/draft/file': () => ['/zwe/register/draft/file'],
	'/[workspace]/register/draft/sheet': () => ['/zwe/register/draft/sheet'],
	'/[workspace]/register/draft/[draft]': ({ draft }) => [`/zwe/register/draft/${draft}`],
	'/[workspace]/register/draft/[draft]/preview': ({ draft }) => [`/zwe/register/draft/${draft}/preview`],
	'/[workspace]/register/draft/[draft]/steps': ({ draft }) => [
		`/zwe/register/draft/${draft}/steps`,
		`/zwe/register/draft/${draft}/steps?kind=convert`
	],
	'/[workspace]/register/draft/[draft]/text': ({ draft }) => [`/zwe/register/draft/${draft}/text`],
	'/[workspace]/register/draft/[draft]/discard': ({ draft }) => [`/zwe/register/draft/${draft}/discard`],
	'/[workspace]/register/draft/[draft]/edit/[...piece]': ({ draft }) =>
		[
			'head',
			'retention',
			'fields',
			'fields/+',
			'fields/mode',
			'tables/participants',
			'moves',
			'moves/hold',
			'groups/providers',
			'lists/sex',
			'views/coming'
		].map((piece) => `/zwe/register/draft/${draft}/edit/${piece}`),
	'/[workspace]/register/all/declaration': () => ['/zwe/register/all/declaration?template'],
	'/[workspace]/register/[register]/views': () => ['/zwe/register/training/views?address=sort%3Dbegins'],
	'/[workspace]/register/[register]/bulk': () => [
		'/zwe/register/training/bulk?entry=ZWE-TRN-2026-001@1',
		'/zwe/register/training/bulk?entry=ZWE-TRN-2026-001@1&field=mode&field=begins',
		'/zwe/register/training/bulk?entry=ZWE-TRN-2026-001@1&move=call_off'
	],
	'/[workspace]/register/[register]/report': () => [
		'/zwe/register/training/report',
		'/zwe/register/training/report?group=mode&column=provider&column=begins'
	],
	'/[workspace]/register/[register]/report/editions': () => [
		'/zwe/register/training/report/editions',
		'/zwe/register/partner/report/editions'
	],
	'/[workspace]/register/[register]/report/template/new': () => ['/zwe/register/training/report/template/new'],
	'/[workspace]/register/[register]/report/template/[template]': ({ editions: { template } }) => [
		`/zwe/register/training/report/template/${template}`
	],
	'/[workspace]/register/[register]/report/template/[template]/preview': ({ editions: { template } }) => [
		`/zwe/register/training/report/template/${template}/preview`,
		`/zwe/register/training/report/template/${template}/preview?day=2090-01-01`
	],
	'/[workspace]/register/[register]/report/template/[template]/change': ({ editions: { template } }) => [
		`/zwe/register/training/report/template/${template}/change`
	],
	'/[workspace]/register/[register]/report/template/[template]/block': ({ editions: { template } }) =>
		['kind=text', 'kind=figures', 'kind=chart', 'kind=cross', 'kind=list', 'place=1'].map(
			(which) => `/zwe/register/training/report/template/${template}/block?${which}`
		),
	// Looked at where an edition is counted by a job, which a handful of trainings is not.
	'/[workspace]/register/[register]/report/template/[template]/progress': () => [],
	'/[workspace]/register/[register]/report/edition/[edition]': ({ editions: { edition, draft } }) => [
		`/zwe/register/training/report/edition/${edition}`,
		`/zwe/register/training/report/edition/${draft}`
	],
	'/[workspace]/register/[register]/report/edition/[edition]/write': ({ editions: { draft } }) => [
		`/zwe/register/training/report/edition/${draft}/write`
	],
	'/[workspace]/register/[register]/report/edition/[edition]/correct': ({ editions: { edition } }) => [
		`/zwe/register/training/report/edition/${edition}/correct`
	],
	'/[workspace]/register/[register]/report/edition/[edition]/compare': ({ editions: { edition, draft } }) => [
		`/zwe/register/training/report/edition/${edition}/compare?with=${draft}`
	],
	'/[workspace]/register/all/reports': () => [
		'/zwe/register/all/reports',
		'/zwe/register/all/reports?filter[progress]=draft'
	],
	'/[workspace]/register/all/reports/templates': () => ['/zwe/register/all/reports/templates'],
	'/[workspace]/register/[register]/figures': () => [
		'/zwe/register/training/figures',
		'/zwe/register/practice/figures'
	],
	'/[workspace]/register/[register]/board': () => [
		'/zwe/register/training/board',
		'/zwe/register/training/board?by=mode&filter[standing]=planned'
	],
	'/[workspace]/register/[register]/calendar': () => ['/zwe/register/training/calendar?month=2026-03'],
	'/[workspace]/register/[register]/map': () => ['/zwe/register/training/map', '/zwe/register/practice/map'],
	'/[workspace]/register/[register]/pivot': () => ['/zwe/register/training/pivot?rows=mode&across=state'],
	// Counted over more entries than the demonstration holds.
	'/[workspace]/register/[register]/pivot/[pivot=identifier]': () => [],
	'/[workspace]/register/[register]/new': () => ['/zwe/register/training/new', '/zwe/register/service/new'],
	'/[workspace]/register/[register]/[reference=entrynumber]': () => ['/zwe/register/training/ZWE-TRN-2026-001'],
	'/[workspace]/register/[register]/[reference=entrynumber]/change': () => [
		'/zwe/register/training/ZWE-TRN-2026-004/change'
	],
	'/[workspace]/register/[register]/[reference=entrynumber]/move/[move]': () =>
		['hold', 'call_off'].map((move) => `/zwe/register/training/ZWE-TRN-2026-004/move/${move}`),
	'/[workspace]/recommendation': () => ['/zwe/recommendation', '/zwe/recommendation?filter[status]=proposed&sort=due'],
	'/[workspace]/recommendation/new': ({ minutes }) => [
		'/zwe/recommendation/new',
		`/zwe/recommendation/new?meeting=${minutes}`
	],
	'/[workspace]/recommendation/bulk': ({ recommendation }) => [
		`/zwe/recommendation/bulk?item=${recommendation.proposed}@1&item=${recommendation.received}@3`
	],
	'/[workspace]/recommendation/[reference]': ({ recommendation, decisions }) =>
		[decisions.recommended, recommendation.proposed, recommendation.received, recommendation.inWork].map(
			(one) => `/zwe/recommendation/${one}`
		),
	'/[workspace]/recommendation/[reference]/change': ({ recommendation }) => [
		`/zwe/recommendation/${recommendation.proposed}/change`
	],
	'/[workspace]/recommendation/[reference]/reword': ({ recommendation }) => [
		`/zwe/recommendation/${recommendation.proposed}/reword`
	],
	'/[workspace]/recommendation/[reference]/retake': ({ decisions }) => [
		`/zwe/recommendation/${decisions.recommended}/retake`
	],
	'/[workspace]/recommendation/[reference]/note': ({ decisions }) => [
		`/zwe/recommendation/${decisions.recommended}/note`
	],
	'/[workspace]/recommendation/[reference]/submit': ({ recommendation }) => [
		`/zwe/recommendation/${recommendation.proposed}/submit`
	],
	'/[workspace]/recommendation/[reference]/answer': ({ recommendation }) => [
		`/zwe/recommendation/${recommendation.received}/answer`
	],
	'/[workspace]/recommendation/[reference]/do/[deed]': ({ recommendation }) => [
		`/zwe/recommendation/${recommendation.received}/do/review`,
		`/zwe/recommendation/${recommendation.proposed}/do/lapse`
	],
	'/[workspace]/recommendation/[reference]/changed': ({ recommendation }) => [
		`/zwe/recommendation/${recommendation.inWork}/changed`,
		`/zwe/recommendation/${recommendation.inWork}/changed?find=border`
	],
	'/[workspace]/entry/[reference]/merge': () => ['/zwe/entry/ZWE-TRN-2026-001/merge?find=training'],
	'/[workspace]/recommendation/[reference]/merge': ({ recommendation }) => [
		`/zwe/recommendation/${recommendation.proposed}/merge`
	]
}

const routes = globSync('**/+page.svelte', { cwd: fileURLToPath(new URL('../../src/routes', import.meta.url)) })
	.map((file) => `/${file.replace(/\/?\+page\.svelte$/, '')}`)
	.sort()

const seats: [string, Office | undefined][] = [
	['the public', undefined],
	['the secretariat', 'Coordination Officer'],
	['an administrator', 'Workspace Administrator']
]

const id = (answer: Record<string, unknown>) => String(answer['id'])

const Items = z.array(z.object({ id: z.string() })).min(1)
const Sequences = z.array(z.object({ sequence: z.int() })).min(1)
const firstId = (items: unknown) => Items.parse(items)[0]?.id ?? ''

async function setStage() {
	const [structure, actor, police] = await Promise.all([aStructure(), anActor(), anActor({ kind: 'police' })])
	const about = { record: structure.key, kind: 'structure' }
	const membership = await run('membership.add', {
		structure: structure.key,
		actor: actor.key,
		kind: 'co-opted',
		from: '2026-01-05',
		reason: 'asked for by the chair'
	})
	const framework = aKey('framework')
	const area = aKey('area')
	await run('framework.create', { key: framework, name: `Framework ${framework}`, kind: 'themes' })
	await run('theme.create', { framework, key: area, name: `Area ${area}` })
	const nomination = await run('nomination.add', {
		membership: id(membership),
		capacity: 'principal',
		office: 'Director',
		from: '2026-01-05'
	})
	const mandate = await run('mandate.add', { structure: structure.key, text: 'Advises on permits.' })
	const link = await run('record.link', {
		from: structure.key,
		fromKind: 'structure',
		type: 'related-to',
		to: 'zwe-imcm',
		toKind: 'structure'
	})
	const comment = await run('comment.add', { ...about, text: 'To be looked at again.' })
	await run('theme.assignLead', { area, actor: actor.key, from: '2026-01-05', reason: 'by letter' })
	const { leadItems } = await run('theme.get', { area })
	const lead = firstId(leadItems)
	const { items } = await run('record.history', about)
	const entry = Sequences.parse(items)[0]?.sequence ?? 0
	await run('actor.setEnforcement', { actor: police.key, version: 1, reason: 'it arrests' }, 'administrator')
	const seat = aKey('seat')
	await run('seat.create', { key: seat, role: 'observer', office: 'Observer of the pages' }, 'administrator')
	const invited = { seat, name: 'Invited Person', email: 'invited@pages.test' }
	const invitation = await run('invitation.send', invited, 'administrator')
	const token = await run('token.create', { seat, name: 'To be looked at' }, 'administrator')
	const rule = await run(
		'seatRule.add',
		{ source: 'provisioning', value: 'looked-at', role: 'observer', office: 'Observer of the pages' },
		'administrator'
	)
	const cadence = await stageCadence(structure.key)
	const action = await stageActions(structure.key)
	const recommendation = await stageRecommendations(structure.key)
	const { meeting: minutes } = await aHeldMeeting(structure.key)
	const meetings = await stageMeetings(structure.key)
	const decisions = await stageDecisions(structure.key, minutes)
	const instruments = await stageInstruments()
	const laws = await stageLaws()
	const domestication = await stageDomestication(laws.policy)
	const agreements = await stageAgreements()
	const relations = await stageRelations(structure.key)
	const report = await aReport()
	const { reference: training } = await aTraining()
	const { number: submission } = await aConcern('What the pages are looked at with')
	const { draft } = await run('registerDraft.begin', { from: 'next', register: 'training' }, 'administrator')
	const editions = await someEditions()
	return {
		training,
		editions,
		submission,
		draft: String(draft),
		seat,
		minutes,
		cadence,
		meetings,
		decisions,
		instruments,
		laws,
		domestication,
		agreements,
		relations,
		report,
		action,
		recommendation,
		invitation: id(invitation),
		token: id(token),
		rule: id(rule),
		structure: structure.key,
		actor: actor.key,
		police: police.key,
		membership: id(membership),
		nomination: id(nomination),
		mandate: id(mandate),
		link: id(link),
		comment: id(comment),
		document: '',
		area,
		lead,
		entry
	}
}

/** Attaches a document by the form, which is the way a person has. */
async function attach(page: Page, structure: string): Promise<string> {
	await page.goto(`/zwe/structure/${structure}/documents/add`)
	await page
		.getByLabel('File')
		.setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('A letter.') })
	await page.getByLabel('Title').fill('A letter')
	await page.getByRole('main').getByRole('button', { name: 'Attach a document' }).click()
	await page.waitForURL(`**/structure/${structure}`)
	const { items } = await run('document.list', { record: structure, kind: 'structure' })
	return firstId(items)
}

type Visitor = { who: string; page: Page; faults: string[] }

let axe = ''

/** The page routes there are, by their folders, and those that have an address here. */
export const routesLookedAt = () => ({ routes, looked: Object.keys(pages).sort() })

/**
 * Looks at every other page route, beginning with the first or the second, as each of the seats sees it: wide and narrow, light and dark. Half of
 * them are one file of tests, so that two can be looked at side by side.
 */
export function lookAtEveryOther(first: 0 | 1): void {
	let stage: Stage
	const contexts: BrowserContext[] = []
	const visitors: Visitor[] = []

	beforeAll(async () => {
		const browser = await theBrowser()
		axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
		stage = await setStage()
		for (const [who, office] of seats) {
			const context = await browser.newContext({ baseURL: pitso.address, locale: 'en-GB', viewport: WIDE })
			contexts.push(context)
			context.setDefaultTimeout(60_000)
			const page = await context.newPage()
			if (office) await signIn(page, office)
			if (office === 'Coordination Officer') stage.document = await attach(page, stage.structure)
			const faults: string[] = []
			page.on('requestfailed', (request) => {
				// What a page had still under way when it was left is ended by the browser, and is told only once the next one is there.
				if (request.failure()?.errorText !== 'net::ERR_ABORTED') faults.push(`${request.url()} failed`)
			})
			page.on('pageerror', (error) => void faults.push(`script: ${error.message}`))
			page.on('console', (message) => {
				// The browser tells a page's own refusal as an error; that it is told so is looked at by its status.
				if (message.type() === 'error' && message.location().url !== page.url()) faults.push(message.text())
			})
			visitors.push({ who, page, faults })
		}
	})

	afterAll(async () => {
		await Promise.all(contexts.map((context) => context.close()))
	})

	test.each(Object.keys(pages).filter((_route, at) => at % 2 === first))(
		'%s is for everybody, wide and narrow, light and dark',
		async (route) => {
			const found: string[] = []
			for (const address of pages[route]?.(stage) ?? []) {
				const shown = new Set<string>()
				for (const visitor of visitors) {
					visitor.faults.length = 0
					const told = await lookAt(visitor, address, shown)
					found.push(...[...told, ...visitor.faults].map((fault) => `${visitor.who}, ${address}: ${fault}`))
				}
			}
			expect(found).toEqual([])
		}
	)
}

async function lookAt({ who, page }: Visitor, address: string, shown: Set<string>): Promise<string[]> {
	await page.setViewportSize(WIDE)
	await page.emulateMedia({ colorScheme: 'light' })
	const response = await page.goto(address)
	if (!response) return ['no answer']
	// Whoever is not signed in is led to sign in, a page that is looked at under its own address.
	if (who === 'the public' && response.request().redirectedFrom() && page.url().includes('/sign-in?back=')) return []
	const faults = [...whyRefused(response, who, address), ...(await documentFaults(page, response))]
	if (await isShown(page, shown)) return faults
	await page.evaluate(axe)
	faults.push(...(await axeFaults(page, 'wide, light', EVERYTHING)))
	await page.emulateMedia({ colorScheme: 'dark' })
	faults.push(...(await axeFaults(page, 'wide, dark', COLOURS)))
	await page.setViewportSize(NARROW)
	faults.push(...(await axeFaults(page, 'narrow, dark', EVERYTHING)))
	await page.emulateMedia({ colorScheme: 'light' })
	faults.push(...(await axeFaults(page, 'narrow, light', COLOURS)))
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
	return wide > 0 ? [...faults, `narrow: the page is ${String(wide)} pixels too wide`] : faults
}

// What one seat sees just as another does, but for the keys that forms carry, is looked at once.
async function isShown(page: Page, shown: Set<string>): Promise<boolean> {
	const main = await page.locator('main').innerHTML()
	const content = main.replace(/<input type="hidden"[^>]*>/g, '')
	const isKnown = shown.has(content)
	shown.add(content)
	return isKnown
}

// Only administrators see the administration, the pages of the enforcement mark and of an erasure, registers in the making, the upgrades and those of all registers together, and only who has a seat sees that there is a comment, a submission or a report kept from the public.
function whyRefused(response: Response, who: string, address: string): string[] {
	const isForbidden =
		/\/(enforcement|erase|upgrade|all\/(import|xlsform|declaration\?template))$|\/administration|\/register\/draft/.test(
			address
		) && who !== 'an administrator'
	const isAbsent =
		(/\/comments\/|\/submissions|\/report\/(edition\/|template\/ZWE)/.test(address) && who === 'the public') ||
		// A table that was sent is there for who sent it.
		(/\/instrument\/[^/]+\/import\//.test(address) && who !== 'the secretariat') ||
		address.includes('/invitation/')
	const expected = isForbidden ? 403 : isAbsent ? 404 : 200
	return response.status() === expected ? [] : [`answers ${String(response.status())}`]
}

async function documentFaults(page: Page, response: Response): Promise<string[]> {
	const policy = response.headers()['content-security-policy'] ?? ''
	const found = await page.evaluate(() => ({
		headings: document.querySelectorAll('h1').length,
		title: document.title,
		language: document.documentElement.lang,
		skip: document.querySelector('a[href]')?.getAttribute('href'),
		main: document.querySelectorAll('main#main').length,
		search: document.querySelectorAll('[role=search] input[type=search]').length,
		inline: [...document.querySelectorAll('*')]
			.filter(
				(element) =>
					element.matches('style, [style], script:not([src])') ||
					element.getAttributeNames().some((name) => name.startsWith('on'))
			)
			.map((element) => element.outerHTML.slice(0, 80))
	}))
	const inWorkspace = /^\/[a-z]{3,4}(\/|$)/.test(new URL(page.url()).pathname) && !page.url().endsWith('/api')
	return [
		...(found.headings === 1 ? [] : [`${String(found.headings)} h1`]),
		...(found.title.endsWith('Pitso') ? [] : [`its title is “${found.title}”`]),
		...(found.language === 'en' ? [] : [`its language is “${found.language}”`]),
		...(found.skip === '#main' && found.main === 1 ? [] : ['no link skips to the content']),
		...(found.search === 1 || !inWorkspace ? [] : ['no search']),
		...found.inline.map((element) => `inline: ${element}`),
		...(policy.includes("default-src 'self'") && !policy.includes('unsafe') ? [] : [`its policy is “${policy}”`])
	]
}

declare global {
	var axe: { run(options: RunOptions): Promise<AxeResults> }
}

async function axeFaults(page: Page, how: string, options: RunOptions): Promise<string[]> {
	const { violations } = await page.evaluate((asked) => {
		// A button on its way from one colour to another has neither.
		for (const animation of document.getAnimations()) animation.finish()
		return globalThis.axe.run(asked)
	}, options)
	return violations.flatMap(({ id: rule, help, nodes }) =>
		nodes
			.slice(0, 3)
			.map(({ target, html }) => `${how}: ${rule} (${help}) at ${target.join(' ')}: ${html.slice(0, 120)}`)
	)
}
