import access from './platform/access/words/en.json' with { type: 'json' }
import account from './routes/account/words/en.json' with { type: 'json' }
import administration from './routes/[workspace]/administration/words/en.json' with { type: 'json' }
import backup from './platform/backup/words/en.json' with { type: 'json' }
import database from './platform/database/words/en.json' with { type: 'json' }
import exchange from './platform/exchange/words/en.json' with { type: 'json' }
import files from './platform/files/words/en.json' with { type: 'json' }
import languages from './platform/languages/words/en.json' with { type: 'json' }
import operation from './platform/operation/words/en.json' with { type: 'json' }
import deliberation from './modules/deliberation/words/en.json' with { type: 'json' }
import deliberationMeeting from './modules/deliberation/meeting/words/en.json' with { type: 'json' }
import deliberationMinutes from './modules/deliberation/minutes/words/en.json' with { type: 'json' }
import deliberationRecommendation from './modules/deliberation/recommendation/words/en.json' with { type: 'json' }
import deliberationDecision from './modules/deliberation/decision/words/en.json' with { type: 'json' }
import deliberationAction from './modules/deliberation/action/words/en.json' with { type: 'json' }
import deliberationCadence from './modules/deliberation/cadence/words/en.json' with { type: 'json' }
import deliberationDashboard from './modules/deliberation/dashboard/words/en.json' with { type: 'json' }
import registers from './modules/registers/words/en.json' with { type: 'json' }
import registersConversion from './modules/registers/conversion/words/en.json' with { type: 'json' }
import registersDeclaration from './modules/registers/declaration/words/en.json' with { type: 'json' }
import registersCapture from './modules/registers/capture/words/en.json' with { type: 'json' }
import registersEntry from './modules/registers/entry/words/en.json' with { type: 'json' }
import registersDrafting from './modules/registers/drafting/words/en.json' with { type: 'json' }
import registersListing from './modules/registers/listing/words/en.json' with { type: 'json' }
import registersFigures from './modules/registers/figures/words/en.json' with { type: 'json' }
import registersExchange from './modules/registers/exchange/words/en.json' with { type: 'json' }
import registersEdition from './modules/registers/edition/words/en.json' with { type: 'json' }
import registersSubmission from './modules/registers/submission/words/en.json' with { type: 'json' }
import registersReport from './modules/registers/report/words/en.json' with { type: 'json' }
import registersXlsform from './modules/registers/xlsform/words/en.json' with { type: 'json' }
import registersUpgrade from './modules/registers/upgrade/words/en.json' with { type: 'json' }
import instruments from './modules/instruments/words/en.json' with { type: 'json' }
import instrumentsInstrument from './modules/instruments/instrument/words/en.json' with { type: 'json' }
import instrumentsDomestication from './modules/instruments/domestication/words/en.json' with { type: 'json' }
import instrumentsPolicy from './modules/instruments/policy/words/en.json' with { type: 'json' }
import instrumentsRelation from './modules/instruments/relation/words/en.json' with { type: 'json' }
import instrumentsOverlap from './modules/instruments/overlap/words/en.json' with { type: 'json' }
import instrumentsAgreement from './modules/instruments/agreement/words/en.json' with { type: 'json' }
import instrumentsExchange from './modules/instruments/exchange/words/en.json' with { type: 'json' }
import directory from './modules/directory/words/en.json' with { type: 'json' }
import pages from './routes/words/en.json' with { type: 'json' }
import api from './routes/api/words/en.json' with { type: 'json' }
import console from './cli/words/en.json' with { type: 'json' }
import signIn from './platform/access/sign-in/words/en.json' with { type: 'json' }
import ui from './ui/words/en.json' with { type: 'json' }
import integrity from './platform/integrity/words/en.json' with { type: 'json' }
import events from './platform/events/words/en.json' with { type: 'json' }
import operating from './routes/[workspace]/administration/outbox/words/en.json' with { type: 'json' }
import jobs from './platform/jobs/words/en.json' with { type: 'json' }
import mail from './platform/mail/words/en.json' with { type: 'json' }
import { joinWords } from '#platform/languages/join.ts'
import { offeredFrom } from '#platform/languages/offered.ts'
import { translations } from './translations.ts'

/** Every sentence of the product in English, folder by folder; `pitso words join` adds what is translated. */
const english = {
	'platform/access': { en: access },
	'platform/access/sign-in': { en: signIn },
	'routes/account': { en: account },
	'routes/administration': { en: administration },
	'platform/backup': { en: backup },
	'platform/database': { en: database },
	'platform/exchange': { en: exchange },
	'platform/files': { en: files },
	'platform/integrity': { en: integrity },
	'platform/events': { en: events },
	'routes/administration/outbox': { en: operating },
	'platform/jobs': { en: jobs },
	'platform/mail': { en: mail },
	'platform/languages': { en: languages },
	'platform/operation': { en: operation },
	'modules/directory': { en: directory },
	'modules/deliberation': { en: deliberation },
	'modules/deliberation/meeting': { en: deliberationMeeting },
	'modules/deliberation/minutes': { en: deliberationMinutes },
	'modules/deliberation/recommendation': { en: deliberationRecommendation },
	'modules/deliberation/decision': { en: deliberationDecision },
	'modules/deliberation/action': { en: deliberationAction },
	'modules/deliberation/cadence': { en: deliberationCadence },
	'modules/deliberation/dashboard': { en: deliberationDashboard },
	'modules/registers': { en: registers },
	'modules/registers/conversion': { en: registersConversion },
	'modules/registers/declaration': { en: registersDeclaration },
	'modules/registers/entry': { en: registersEntry },
	'modules/registers/capture': { en: registersCapture },
	'modules/registers/drafting': { en: registersDrafting },
	'modules/registers/listing': { en: registersListing },
	'modules/registers/figures': { en: registersFigures },
	'modules/registers/exchange': { en: registersExchange },
	'modules/registers/edition': { en: registersEdition },
	'modules/registers/report': { en: registersReport },
	'modules/registers/submission': { en: registersSubmission },
	'modules/registers/upgrade': { en: registersUpgrade },
	'modules/registers/xlsform': { en: registersXlsform },
	'modules/instruments': { en: instruments },
	'modules/instruments/instrument': { en: instrumentsInstrument },
	'modules/instruments/domestication': { en: instrumentsDomestication },
	'modules/instruments/policy': { en: instrumentsPolicy },
	'modules/instruments/relation': { en: instrumentsRelation },
	'modules/instruments/overlap': { en: instrumentsOverlap },
	'modules/instruments/agreement': { en: instrumentsAgreement },
	'modules/instruments/exchange': { en: instrumentsExchange },
	routes: { en: pages },
	'routes/api': { en: api },
	cli: { en: console },
	ui: { en: ui }
}

/** Every sentence of the product, by language. */
export const catalogue = joinWords(english, translations)

/** The languages a person can choose: those nearly complete, and those the installation names. */
export const offeredLanguages = (named: readonly string[] = []): string[] => offeredFrom(catalogue, named)
