import database from './platform/database/words/en.json' with { type: 'json' }
import exchange from './platform/exchange/words/en.json' with { type: 'json' }
import files from './platform/files/words/en.json' with { type: 'json' }
import languages from './platform/languages/words/en.json' with { type: 'json' }
import operation from './platform/operation/words/en.json' with { type: 'json' }
import directory from './modules/directory/words/en.json' with { type: 'json' }
import pages from './routes/words/en.json' with { type: 'json' }
import api from './routes/api/words/en.json' with { type: 'json' }
import console from './cli/words/en.json' with { type: 'json' }
import ui from './ui/words/en.json' with { type: 'json' }
import { joinWords } from '#platform/languages/join.ts'

/** Every sentence of the product, by language. A new language is one more file in each folder, named here. */
export const catalogue = joinWords({
	'platform/database': { en: database },
	'platform/exchange': { en: exchange },
	'platform/files': { en: files },
	'platform/languages': { en: languages },
	'platform/operation': { en: operation },
	'modules/directory': { en: directory },
	routes: { en: pages },
	'routes/api': { en: api },
	cli: { en: console },
	ui: { en: ui }
})

/** The languages a person can choose. */
export const offeredLanguages: readonly string[] = Object.keys(catalogue)
