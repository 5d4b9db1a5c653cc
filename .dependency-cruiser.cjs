// Who may import whom, as docs/testing.md tells. `tests/tooling/imports.test.ts` shows that each rule bites.

// Areas of one line may not know each other; an area knows those of the lines above its own.
const order = [
	['directory'],
	['deliberation'],
	['registers'],
	['instruments', 'policies'],
	['plans'],
	['statistics', 'assessments'],
	['labour', 'diaspora', 'protection', 'regional'],
	['coherence'],
	['reports']
]

const test = '\\.test\\.ts$'
const someArea = '^src/modules/([^/]+)/'
const sameArea = '^src/modules/$1/'
const anyOf = (names) => `(?:${names.join('|')})`

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const downward = order.flatMap((areas, level) => {
	const lower = order.slice(0, level).flat()
	return areas.map((area) =>
		rule(
			`downward-from-${area}`,
			`The area ${area} knows ${lower.join(', ') || 'no other area'}; change another by here.run, or fill a register.`,
			{ path: `^src/modules/${area}/` },
			{ path: '^src/modules/', pathNot: `^src/modules/${anyOf([area, ...lower])}/` }
		)
	)
})

module.exports = {
	forbidden: [
		rule(
			'no-cycles',
			'Files that need each other are one thought, or one of them is missing a third.',
			// A component may show itself again inside, as a tree does.
			{ path: '(.+)' },
			{ circular: true, pathNot: '^$1$', viaOnly: { dependencyTypesNot: ['type-only'] } }
		),
		rule(
			'found',
			'An import that leads nowhere.',
			{},
			{ couldNotResolve: true, pathNot: '^(?:\\$app|\\$env|virtual:|\\./\\$types)' }
		),
		rule(
			'platform-knows-no-area',
			'The platform stands under every area and names none: an area adds itself.',
			{ path: '^src/platform/', pathNot: test },
			{ path: '^src/(?:modules|routes|ui|cli)/|^src/(?:areas|words)\\.ts$' }
		),
		rule(
			'known-area',
			'A new area needs its place in the order: add it in .dependency-cruiser.cjs.',
			{ path: '^src/modules/', pathNot: `^src/modules/${anyOf(order.flat())}/` },
			{}
		),
		...downward,
		rule(
			'another-area-by-its-reads',
			'Of another area import what it reads and finds, its rules, its schema, and its commands to run them by here.run(command, input).',
			{ path: someArea, pathNot: test },
			{
				path: '^src/modules/',
				pathNot: [
					sameArea,
					'^src/modules/[^/]+/.*(?:queries|schema|rules|commands)\\.ts$',
					'^src/modules/[^/]+/.*find-[^/]+\\.server\\.ts$',
					// What its pages are made of: links, fields of forms.
					'^src/modules/[^/]+/(?:page-links|common-fields|form-failure)\\.ts$'
				]
			}
		),
		rule(
			'areas-without-faces',
			'An area is run by pages, interfaces, command line and jobs alike, so it knows none of them.',
			{ path: '^src/modules/', pathNot: test },
			{ path: '^src/(?:routes|cli)/|^src/areas\\.ts$|(?:^|/)node_modules/@sveltejs/kit/|^@sveltejs/kit|^\\$app/' }
		),
		rule(
			'areas-show-in-components-only',
			'Only components run components; a file beside them may name the types of what they take.',
			{ path: '^src/modules/.*\\.ts$', pathNot: test },
			{
				path: '^src/ui/|\\.svelte$',
				pathNot: '^src/ui/(?:form|map/text)\\.ts$',
				dependencyTypesNot: ['type-only']
			}
		),
		rule(
			'ui-knows-no-area',
			'Shared components take plain values; of areas and faces they know nothing.',
			{ path: '^src/ui/', pathNot: test },
			{ path: '^src/(?!ui/|platform/)' }
		),
		rule(
			'ui-needs-words-only',
			'Of the platform, shared components need the words; of anything else at most its types.',
			{ path: '^src/ui/', pathNot: test },
			{ path: '^src/platform/(?!languages/)', dependencyTypesNot: ['type-only'] }
		),
		rule(
			'pages-without-command-line',
			'Pages and command line are two faces of the same operations; neither is made of the other.',
			{ path: '^src/routes/' },
			{ path: '^src/cli/' }
		),
		rule(
			'product-without-tests',
			'What is shipped stands without tests, scripts and measurements.',
			{ path: '^src/', pathNot: test },
			{ path: '^(?:tests|scripts|bench)/|\\.test\\.ts$|(?:^|/)node_modules/(?:vitest|fast-check|playwright-core)/' }
		)
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(?:build|\\.svelte-kit)/' },
		// What is imported for its type only is gone when the product runs, but an area that names another's types knows it.
		tsPreCompilationDeps: 'specify',
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'types', 'import', 'node', 'default'],
			extensions: ['.ts', '.js', '.json', '.svelte']
		}
	}
}
