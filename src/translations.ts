// Made by `pitso words join`: run it when a folder of words is added.
import cliFR from './cli/words/fr.json' with { type: 'json' }
import cliPT from './cli/words/pt.json' with { type: 'json' }
import cliST from './cli/words/st.json' with { type: 'json' }
import cliSN from './cli/words/sn.json' with { type: 'json' }
import cliND from './cli/words/nd.json' with { type: 'json' }
import modulesDeliberationFR from './modules/deliberation/words/fr.json' with { type: 'json' }
import modulesDeliberationPT from './modules/deliberation/words/pt.json' with { type: 'json' }
import modulesDeliberationST from './modules/deliberation/words/st.json' with { type: 'json' }
import modulesDeliberationSN from './modules/deliberation/words/sn.json' with { type: 'json' }
import modulesDeliberationND from './modules/deliberation/words/nd.json' with { type: 'json' }
import modulesDeliberationActionFR from './modules/deliberation/action/words/fr.json' with { type: 'json' }
import modulesDeliberationActionPT from './modules/deliberation/action/words/pt.json' with { type: 'json' }
import modulesDeliberationActionST from './modules/deliberation/action/words/st.json' with { type: 'json' }
import modulesDeliberationActionSN from './modules/deliberation/action/words/sn.json' with { type: 'json' }
import modulesDeliberationActionND from './modules/deliberation/action/words/nd.json' with { type: 'json' }
import modulesDeliberationCadenceFR from './modules/deliberation/cadence/words/fr.json' with { type: 'json' }
import modulesDeliberationCadencePT from './modules/deliberation/cadence/words/pt.json' with { type: 'json' }
import modulesDeliberationCadenceST from './modules/deliberation/cadence/words/st.json' with { type: 'json' }
import modulesDeliberationCadenceSN from './modules/deliberation/cadence/words/sn.json' with { type: 'json' }
import modulesDeliberationCadenceND from './modules/deliberation/cadence/words/nd.json' with { type: 'json' }
import modulesDeliberationDashboardFR from './modules/deliberation/dashboard/words/fr.json' with { type: 'json' }
import modulesDeliberationDashboardPT from './modules/deliberation/dashboard/words/pt.json' with { type: 'json' }
import modulesDeliberationDashboardST from './modules/deliberation/dashboard/words/st.json' with { type: 'json' }
import modulesDeliberationDashboardSN from './modules/deliberation/dashboard/words/sn.json' with { type: 'json' }
import modulesDeliberationDashboardND from './modules/deliberation/dashboard/words/nd.json' with { type: 'json' }
import modulesDeliberationDecisionFR from './modules/deliberation/decision/words/fr.json' with { type: 'json' }
import modulesDeliberationDecisionPT from './modules/deliberation/decision/words/pt.json' with { type: 'json' }
import modulesDeliberationDecisionST from './modules/deliberation/decision/words/st.json' with { type: 'json' }
import modulesDeliberationDecisionSN from './modules/deliberation/decision/words/sn.json' with { type: 'json' }
import modulesDeliberationDecisionND from './modules/deliberation/decision/words/nd.json' with { type: 'json' }
import modulesDeliberationMeetingFR from './modules/deliberation/meeting/words/fr.json' with { type: 'json' }
import modulesDeliberationMeetingPT from './modules/deliberation/meeting/words/pt.json' with { type: 'json' }
import modulesDeliberationMeetingST from './modules/deliberation/meeting/words/st.json' with { type: 'json' }
import modulesDeliberationMeetingSN from './modules/deliberation/meeting/words/sn.json' with { type: 'json' }
import modulesDeliberationMeetingND from './modules/deliberation/meeting/words/nd.json' with { type: 'json' }
import modulesDeliberationMinutesFR from './modules/deliberation/minutes/words/fr.json' with { type: 'json' }
import modulesDeliberationMinutesPT from './modules/deliberation/minutes/words/pt.json' with { type: 'json' }
import modulesDeliberationMinutesST from './modules/deliberation/minutes/words/st.json' with { type: 'json' }
import modulesDeliberationMinutesSN from './modules/deliberation/minutes/words/sn.json' with { type: 'json' }
import modulesDeliberationMinutesND from './modules/deliberation/minutes/words/nd.json' with { type: 'json' }
import modulesDeliberationRecommendationFR from './modules/deliberation/recommendation/words/fr.json' with { type: 'json' }
import modulesDeliberationRecommendationPT from './modules/deliberation/recommendation/words/pt.json' with { type: 'json' }
import modulesDeliberationRecommendationST from './modules/deliberation/recommendation/words/st.json' with { type: 'json' }
import modulesDeliberationRecommendationSN from './modules/deliberation/recommendation/words/sn.json' with { type: 'json' }
import modulesDeliberationRecommendationND from './modules/deliberation/recommendation/words/nd.json' with { type: 'json' }
import modulesDirectoryFR from './modules/directory/words/fr.json' with { type: 'json' }
import modulesDirectoryPT from './modules/directory/words/pt.json' with { type: 'json' }
import modulesDirectoryST from './modules/directory/words/st.json' with { type: 'json' }
import modulesDirectorySN from './modules/directory/words/sn.json' with { type: 'json' }
import modulesDirectoryND from './modules/directory/words/nd.json' with { type: 'json' }
import modulesInstrumentsFR from './modules/instruments/words/fr.json' with { type: 'json' }
import modulesInstrumentsPT from './modules/instruments/words/pt.json' with { type: 'json' }
import modulesInstrumentsST from './modules/instruments/words/st.json' with { type: 'json' }
import modulesInstrumentsSN from './modules/instruments/words/sn.json' with { type: 'json' }
import modulesInstrumentsND from './modules/instruments/words/nd.json' with { type: 'json' }
import modulesInstrumentsAgreementFR from './modules/instruments/agreement/words/fr.json' with { type: 'json' }
import modulesInstrumentsAgreementPT from './modules/instruments/agreement/words/pt.json' with { type: 'json' }
import modulesInstrumentsAgreementST from './modules/instruments/agreement/words/st.json' with { type: 'json' }
import modulesInstrumentsAgreementSN from './modules/instruments/agreement/words/sn.json' with { type: 'json' }
import modulesInstrumentsAgreementND from './modules/instruments/agreement/words/nd.json' with { type: 'json' }
import modulesInstrumentsDomesticationFR from './modules/instruments/domestication/words/fr.json' with { type: 'json' }
import modulesInstrumentsDomesticationPT from './modules/instruments/domestication/words/pt.json' with { type: 'json' }
import modulesInstrumentsDomesticationST from './modules/instruments/domestication/words/st.json' with { type: 'json' }
import modulesInstrumentsDomesticationSN from './modules/instruments/domestication/words/sn.json' with { type: 'json' }
import modulesInstrumentsDomesticationND from './modules/instruments/domestication/words/nd.json' with { type: 'json' }
import modulesInstrumentsExchangeFR from './modules/instruments/exchange/words/fr.json' with { type: 'json' }
import modulesInstrumentsExchangePT from './modules/instruments/exchange/words/pt.json' with { type: 'json' }
import modulesInstrumentsExchangeST from './modules/instruments/exchange/words/st.json' with { type: 'json' }
import modulesInstrumentsExchangeSN from './modules/instruments/exchange/words/sn.json' with { type: 'json' }
import modulesInstrumentsExchangeND from './modules/instruments/exchange/words/nd.json' with { type: 'json' }
import modulesInstrumentsInstrumentFR from './modules/instruments/instrument/words/fr.json' with { type: 'json' }
import modulesInstrumentsInstrumentPT from './modules/instruments/instrument/words/pt.json' with { type: 'json' }
import modulesInstrumentsInstrumentST from './modules/instruments/instrument/words/st.json' with { type: 'json' }
import modulesInstrumentsInstrumentSN from './modules/instruments/instrument/words/sn.json' with { type: 'json' }
import modulesInstrumentsInstrumentND from './modules/instruments/instrument/words/nd.json' with { type: 'json' }
import modulesInstrumentsOverlapFR from './modules/instruments/overlap/words/fr.json' with { type: 'json' }
import modulesInstrumentsOverlapPT from './modules/instruments/overlap/words/pt.json' with { type: 'json' }
import modulesInstrumentsOverlapST from './modules/instruments/overlap/words/st.json' with { type: 'json' }
import modulesInstrumentsOverlapSN from './modules/instruments/overlap/words/sn.json' with { type: 'json' }
import modulesInstrumentsOverlapND from './modules/instruments/overlap/words/nd.json' with { type: 'json' }
import modulesInstrumentsPolicyFR from './modules/instruments/policy/words/fr.json' with { type: 'json' }
import modulesInstrumentsPolicyPT from './modules/instruments/policy/words/pt.json' with { type: 'json' }
import modulesInstrumentsPolicyST from './modules/instruments/policy/words/st.json' with { type: 'json' }
import modulesInstrumentsPolicySN from './modules/instruments/policy/words/sn.json' with { type: 'json' }
import modulesInstrumentsPolicyND from './modules/instruments/policy/words/nd.json' with { type: 'json' }
import modulesInstrumentsRelationFR from './modules/instruments/relation/words/fr.json' with { type: 'json' }
import modulesInstrumentsRelationPT from './modules/instruments/relation/words/pt.json' with { type: 'json' }
import modulesInstrumentsRelationST from './modules/instruments/relation/words/st.json' with { type: 'json' }
import modulesInstrumentsRelationSN from './modules/instruments/relation/words/sn.json' with { type: 'json' }
import modulesInstrumentsRelationND from './modules/instruments/relation/words/nd.json' with { type: 'json' }
import modulesRegistersFR from './modules/registers/words/fr.json' with { type: 'json' }
import modulesRegistersPT from './modules/registers/words/pt.json' with { type: 'json' }
import modulesRegistersST from './modules/registers/words/st.json' with { type: 'json' }
import modulesRegistersSN from './modules/registers/words/sn.json' with { type: 'json' }
import modulesRegistersND from './modules/registers/words/nd.json' with { type: 'json' }
import modulesRegistersCaptureFR from './modules/registers/capture/words/fr.json' with { type: 'json' }
import modulesRegistersCapturePT from './modules/registers/capture/words/pt.json' with { type: 'json' }
import modulesRegistersCaptureST from './modules/registers/capture/words/st.json' with { type: 'json' }
import modulesRegistersCaptureSN from './modules/registers/capture/words/sn.json' with { type: 'json' }
import modulesRegistersCaptureND from './modules/registers/capture/words/nd.json' with { type: 'json' }
import modulesRegistersConversionFR from './modules/registers/conversion/words/fr.json' with { type: 'json' }
import modulesRegistersConversionPT from './modules/registers/conversion/words/pt.json' with { type: 'json' }
import modulesRegistersConversionST from './modules/registers/conversion/words/st.json' with { type: 'json' }
import modulesRegistersConversionSN from './modules/registers/conversion/words/sn.json' with { type: 'json' }
import modulesRegistersConversionND from './modules/registers/conversion/words/nd.json' with { type: 'json' }
import modulesRegistersDeclarationFR from './modules/registers/declaration/words/fr.json' with { type: 'json' }
import modulesRegistersDeclarationPT from './modules/registers/declaration/words/pt.json' with { type: 'json' }
import modulesRegistersDeclarationST from './modules/registers/declaration/words/st.json' with { type: 'json' }
import modulesRegistersDeclarationSN from './modules/registers/declaration/words/sn.json' with { type: 'json' }
import modulesRegistersDeclarationND from './modules/registers/declaration/words/nd.json' with { type: 'json' }
import modulesRegistersDraftingFR from './modules/registers/drafting/words/fr.json' with { type: 'json' }
import modulesRegistersDraftingPT from './modules/registers/drafting/words/pt.json' with { type: 'json' }
import modulesRegistersDraftingST from './modules/registers/drafting/words/st.json' with { type: 'json' }
import modulesRegistersDraftingSN from './modules/registers/drafting/words/sn.json' with { type: 'json' }
import modulesRegistersDraftingND from './modules/registers/drafting/words/nd.json' with { type: 'json' }
import modulesRegistersEditionFR from './modules/registers/edition/words/fr.json' with { type: 'json' }
import modulesRegistersEditionPT from './modules/registers/edition/words/pt.json' with { type: 'json' }
import modulesRegistersEditionST from './modules/registers/edition/words/st.json' with { type: 'json' }
import modulesRegistersEditionSN from './modules/registers/edition/words/sn.json' with { type: 'json' }
import modulesRegistersEditionND from './modules/registers/edition/words/nd.json' with { type: 'json' }
import modulesRegistersEntryFR from './modules/registers/entry/words/fr.json' with { type: 'json' }
import modulesRegistersEntryPT from './modules/registers/entry/words/pt.json' with { type: 'json' }
import modulesRegistersEntryST from './modules/registers/entry/words/st.json' with { type: 'json' }
import modulesRegistersEntrySN from './modules/registers/entry/words/sn.json' with { type: 'json' }
import modulesRegistersEntryND from './modules/registers/entry/words/nd.json' with { type: 'json' }
import modulesRegistersExchangeFR from './modules/registers/exchange/words/fr.json' with { type: 'json' }
import modulesRegistersExchangePT from './modules/registers/exchange/words/pt.json' with { type: 'json' }
import modulesRegistersExchangeST from './modules/registers/exchange/words/st.json' with { type: 'json' }
import modulesRegistersExchangeSN from './modules/registers/exchange/words/sn.json' with { type: 'json' }
import modulesRegistersExchangeND from './modules/registers/exchange/words/nd.json' with { type: 'json' }
import modulesRegistersFiguresFR from './modules/registers/figures/words/fr.json' with { type: 'json' }
import modulesRegistersFiguresPT from './modules/registers/figures/words/pt.json' with { type: 'json' }
import modulesRegistersFiguresST from './modules/registers/figures/words/st.json' with { type: 'json' }
import modulesRegistersFiguresSN from './modules/registers/figures/words/sn.json' with { type: 'json' }
import modulesRegistersFiguresND from './modules/registers/figures/words/nd.json' with { type: 'json' }
import modulesRegistersListingFR from './modules/registers/listing/words/fr.json' with { type: 'json' }
import modulesRegistersListingPT from './modules/registers/listing/words/pt.json' with { type: 'json' }
import modulesRegistersListingST from './modules/registers/listing/words/st.json' with { type: 'json' }
import modulesRegistersListingSN from './modules/registers/listing/words/sn.json' with { type: 'json' }
import modulesRegistersListingND from './modules/registers/listing/words/nd.json' with { type: 'json' }
import modulesRegistersReportFR from './modules/registers/report/words/fr.json' with { type: 'json' }
import modulesRegistersReportPT from './modules/registers/report/words/pt.json' with { type: 'json' }
import modulesRegistersReportST from './modules/registers/report/words/st.json' with { type: 'json' }
import modulesRegistersReportSN from './modules/registers/report/words/sn.json' with { type: 'json' }
import modulesRegistersReportND from './modules/registers/report/words/nd.json' with { type: 'json' }
import modulesRegistersSubmissionFR from './modules/registers/submission/words/fr.json' with { type: 'json' }
import modulesRegistersSubmissionPT from './modules/registers/submission/words/pt.json' with { type: 'json' }
import modulesRegistersSubmissionST from './modules/registers/submission/words/st.json' with { type: 'json' }
import modulesRegistersSubmissionSN from './modules/registers/submission/words/sn.json' with { type: 'json' }
import modulesRegistersSubmissionND from './modules/registers/submission/words/nd.json' with { type: 'json' }
import modulesRegistersUpgradeFR from './modules/registers/upgrade/words/fr.json' with { type: 'json' }
import modulesRegistersUpgradePT from './modules/registers/upgrade/words/pt.json' with { type: 'json' }
import modulesRegistersUpgradeST from './modules/registers/upgrade/words/st.json' with { type: 'json' }
import modulesRegistersUpgradeSN from './modules/registers/upgrade/words/sn.json' with { type: 'json' }
import modulesRegistersUpgradeND from './modules/registers/upgrade/words/nd.json' with { type: 'json' }
import modulesRegistersXlsformFR from './modules/registers/xlsform/words/fr.json' with { type: 'json' }
import modulesRegistersXlsformPT from './modules/registers/xlsform/words/pt.json' with { type: 'json' }
import modulesRegistersXlsformST from './modules/registers/xlsform/words/st.json' with { type: 'json' }
import modulesRegistersXlsformSN from './modules/registers/xlsform/words/sn.json' with { type: 'json' }
import modulesRegistersXlsformND from './modules/registers/xlsform/words/nd.json' with { type: 'json' }
import platformAccessFR from './platform/access/words/fr.json' with { type: 'json' }
import platformAccessPT from './platform/access/words/pt.json' with { type: 'json' }
import platformAccessST from './platform/access/words/st.json' with { type: 'json' }
import platformAccessSN from './platform/access/words/sn.json' with { type: 'json' }
import platformAccessND from './platform/access/words/nd.json' with { type: 'json' }
import platformAccessSignInFR from './platform/access/sign-in/words/fr.json' with { type: 'json' }
import platformAccessSignInPT from './platform/access/sign-in/words/pt.json' with { type: 'json' }
import platformAccessSignInST from './platform/access/sign-in/words/st.json' with { type: 'json' }
import platformAccessSignInSN from './platform/access/sign-in/words/sn.json' with { type: 'json' }
import platformAccessSignInND from './platform/access/sign-in/words/nd.json' with { type: 'json' }
import platformBackupFR from './platform/backup/words/fr.json' with { type: 'json' }
import platformBackupPT from './platform/backup/words/pt.json' with { type: 'json' }
import platformBackupST from './platform/backup/words/st.json' with { type: 'json' }
import platformBackupSN from './platform/backup/words/sn.json' with { type: 'json' }
import platformBackupND from './platform/backup/words/nd.json' with { type: 'json' }
import platformDatabaseFR from './platform/database/words/fr.json' with { type: 'json' }
import platformDatabasePT from './platform/database/words/pt.json' with { type: 'json' }
import platformDatabaseST from './platform/database/words/st.json' with { type: 'json' }
import platformDatabaseSN from './platform/database/words/sn.json' with { type: 'json' }
import platformDatabaseND from './platform/database/words/nd.json' with { type: 'json' }
import platformEventsFR from './platform/events/words/fr.json' with { type: 'json' }
import platformEventsPT from './platform/events/words/pt.json' with { type: 'json' }
import platformEventsST from './platform/events/words/st.json' with { type: 'json' }
import platformEventsSN from './platform/events/words/sn.json' with { type: 'json' }
import platformEventsND from './platform/events/words/nd.json' with { type: 'json' }
import platformExchangeFR from './platform/exchange/words/fr.json' with { type: 'json' }
import platformExchangePT from './platform/exchange/words/pt.json' with { type: 'json' }
import platformExchangeST from './platform/exchange/words/st.json' with { type: 'json' }
import platformExchangeSN from './platform/exchange/words/sn.json' with { type: 'json' }
import platformExchangeND from './platform/exchange/words/nd.json' with { type: 'json' }
import platformFilesFR from './platform/files/words/fr.json' with { type: 'json' }
import platformFilesPT from './platform/files/words/pt.json' with { type: 'json' }
import platformFilesST from './platform/files/words/st.json' with { type: 'json' }
import platformFilesSN from './platform/files/words/sn.json' with { type: 'json' }
import platformFilesND from './platform/files/words/nd.json' with { type: 'json' }
import platformIntegrityFR from './platform/integrity/words/fr.json' with { type: 'json' }
import platformIntegrityPT from './platform/integrity/words/pt.json' with { type: 'json' }
import platformIntegrityST from './platform/integrity/words/st.json' with { type: 'json' }
import platformIntegritySN from './platform/integrity/words/sn.json' with { type: 'json' }
import platformIntegrityND from './platform/integrity/words/nd.json' with { type: 'json' }
import platformJobsFR from './platform/jobs/words/fr.json' with { type: 'json' }
import platformJobsPT from './platform/jobs/words/pt.json' with { type: 'json' }
import platformJobsST from './platform/jobs/words/st.json' with { type: 'json' }
import platformJobsSN from './platform/jobs/words/sn.json' with { type: 'json' }
import platformJobsND from './platform/jobs/words/nd.json' with { type: 'json' }
import platformLanguagesFR from './platform/languages/words/fr.json' with { type: 'json' }
import platformLanguagesPT from './platform/languages/words/pt.json' with { type: 'json' }
import platformLanguagesST from './platform/languages/words/st.json' with { type: 'json' }
import platformLanguagesSN from './platform/languages/words/sn.json' with { type: 'json' }
import platformLanguagesND from './platform/languages/words/nd.json' with { type: 'json' }
import platformMailFR from './platform/mail/words/fr.json' with { type: 'json' }
import platformMailPT from './platform/mail/words/pt.json' with { type: 'json' }
import platformMailST from './platform/mail/words/st.json' with { type: 'json' }
import platformMailSN from './platform/mail/words/sn.json' with { type: 'json' }
import platformMailND from './platform/mail/words/nd.json' with { type: 'json' }
import platformOperationFR from './platform/operation/words/fr.json' with { type: 'json' }
import platformOperationPT from './platform/operation/words/pt.json' with { type: 'json' }
import platformOperationST from './platform/operation/words/st.json' with { type: 'json' }
import platformOperationSN from './platform/operation/words/sn.json' with { type: 'json' }
import platformOperationND from './platform/operation/words/nd.json' with { type: 'json' }
import routesFR from './routes/words/fr.json' with { type: 'json' }
import routesPT from './routes/words/pt.json' with { type: 'json' }
import routesST from './routes/words/st.json' with { type: 'json' }
import routesSN from './routes/words/sn.json' with { type: 'json' }
import routesND from './routes/words/nd.json' with { type: 'json' }
import routesWorkspaceAdministrationFR from './routes/[workspace]/administration/words/fr.json' with { type: 'json' }
import routesWorkspaceAdministrationPT from './routes/[workspace]/administration/words/pt.json' with { type: 'json' }
import routesWorkspaceAdministrationST from './routes/[workspace]/administration/words/st.json' with { type: 'json' }
import routesWorkspaceAdministrationSN from './routes/[workspace]/administration/words/sn.json' with { type: 'json' }
import routesWorkspaceAdministrationND from './routes/[workspace]/administration/words/nd.json' with { type: 'json' }
import routesWorkspaceAdministrationOutboxFR from './routes/[workspace]/administration/outbox/words/fr.json' with { type: 'json' }
import routesWorkspaceAdministrationOutboxPT from './routes/[workspace]/administration/outbox/words/pt.json' with { type: 'json' }
import routesWorkspaceAdministrationOutboxST from './routes/[workspace]/administration/outbox/words/st.json' with { type: 'json' }
import routesWorkspaceAdministrationOutboxSN from './routes/[workspace]/administration/outbox/words/sn.json' with { type: 'json' }
import routesWorkspaceAdministrationOutboxND from './routes/[workspace]/administration/outbox/words/nd.json' with { type: 'json' }
import routesAccountFR from './routes/account/words/fr.json' with { type: 'json' }
import routesAccountPT from './routes/account/words/pt.json' with { type: 'json' }
import routesAccountST from './routes/account/words/st.json' with { type: 'json' }
import routesAccountSN from './routes/account/words/sn.json' with { type: 'json' }
import routesAccountND from './routes/account/words/nd.json' with { type: 'json' }
import routesApiFR from './routes/api/words/fr.json' with { type: 'json' }
import routesApiPT from './routes/api/words/pt.json' with { type: 'json' }
import routesApiST from './routes/api/words/st.json' with { type: 'json' }
import routesApiSN from './routes/api/words/sn.json' with { type: 'json' }
import routesApiND from './routes/api/words/nd.json' with { type: 'json' }
import uiFR from './ui/words/fr.json' with { type: 'json' }
import uiPT from './ui/words/pt.json' with { type: 'json' }
import uiST from './ui/words/st.json' with { type: 'json' }
import uiSN from './ui/words/sn.json' with { type: 'json' }
import uiND from './ui/words/nd.json' with { type: 'json' }

/** The translations of every folder's words, by language. */
export const translations = {
	cli: {
		fr: cliFR,
		pt: cliPT,
		st: cliST,
		sn: cliSN,
		nd: cliND
	},
	'modules/deliberation': {
		fr: modulesDeliberationFR,
		pt: modulesDeliberationPT,
		st: modulesDeliberationST,
		sn: modulesDeliberationSN,
		nd: modulesDeliberationND
	},
	'modules/deliberation/action': {
		fr: modulesDeliberationActionFR,
		pt: modulesDeliberationActionPT,
		st: modulesDeliberationActionST,
		sn: modulesDeliberationActionSN,
		nd: modulesDeliberationActionND
	},
	'modules/deliberation/cadence': {
		fr: modulesDeliberationCadenceFR,
		pt: modulesDeliberationCadencePT,
		st: modulesDeliberationCadenceST,
		sn: modulesDeliberationCadenceSN,
		nd: modulesDeliberationCadenceND
	},
	'modules/deliberation/dashboard': {
		fr: modulesDeliberationDashboardFR,
		pt: modulesDeliberationDashboardPT,
		st: modulesDeliberationDashboardST,
		sn: modulesDeliberationDashboardSN,
		nd: modulesDeliberationDashboardND
	},
	'modules/deliberation/decision': {
		fr: modulesDeliberationDecisionFR,
		pt: modulesDeliberationDecisionPT,
		st: modulesDeliberationDecisionST,
		sn: modulesDeliberationDecisionSN,
		nd: modulesDeliberationDecisionND
	},
	'modules/deliberation/meeting': {
		fr: modulesDeliberationMeetingFR,
		pt: modulesDeliberationMeetingPT,
		st: modulesDeliberationMeetingST,
		sn: modulesDeliberationMeetingSN,
		nd: modulesDeliberationMeetingND
	},
	'modules/deliberation/minutes': {
		fr: modulesDeliberationMinutesFR,
		pt: modulesDeliberationMinutesPT,
		st: modulesDeliberationMinutesST,
		sn: modulesDeliberationMinutesSN,
		nd: modulesDeliberationMinutesND
	},
	'modules/deliberation/recommendation': {
		fr: modulesDeliberationRecommendationFR,
		pt: modulesDeliberationRecommendationPT,
		st: modulesDeliberationRecommendationST,
		sn: modulesDeliberationRecommendationSN,
		nd: modulesDeliberationRecommendationND
	},
	'modules/directory': {
		fr: modulesDirectoryFR,
		pt: modulesDirectoryPT,
		st: modulesDirectoryST,
		sn: modulesDirectorySN,
		nd: modulesDirectoryND
	},
	'modules/instruments': {
		fr: modulesInstrumentsFR,
		pt: modulesInstrumentsPT,
		st: modulesInstrumentsST,
		sn: modulesInstrumentsSN,
		nd: modulesInstrumentsND
	},
	'modules/instruments/agreement': {
		fr: modulesInstrumentsAgreementFR,
		pt: modulesInstrumentsAgreementPT,
		st: modulesInstrumentsAgreementST,
		sn: modulesInstrumentsAgreementSN,
		nd: modulesInstrumentsAgreementND
	},
	'modules/instruments/domestication': {
		fr: modulesInstrumentsDomesticationFR,
		pt: modulesInstrumentsDomesticationPT,
		st: modulesInstrumentsDomesticationST,
		sn: modulesInstrumentsDomesticationSN,
		nd: modulesInstrumentsDomesticationND
	},
	'modules/instruments/exchange': {
		fr: modulesInstrumentsExchangeFR,
		pt: modulesInstrumentsExchangePT,
		st: modulesInstrumentsExchangeST,
		sn: modulesInstrumentsExchangeSN,
		nd: modulesInstrumentsExchangeND
	},
	'modules/instruments/instrument': {
		fr: modulesInstrumentsInstrumentFR,
		pt: modulesInstrumentsInstrumentPT,
		st: modulesInstrumentsInstrumentST,
		sn: modulesInstrumentsInstrumentSN,
		nd: modulesInstrumentsInstrumentND
	},
	'modules/instruments/overlap': {
		fr: modulesInstrumentsOverlapFR,
		pt: modulesInstrumentsOverlapPT,
		st: modulesInstrumentsOverlapST,
		sn: modulesInstrumentsOverlapSN,
		nd: modulesInstrumentsOverlapND
	},
	'modules/instruments/policy': {
		fr: modulesInstrumentsPolicyFR,
		pt: modulesInstrumentsPolicyPT,
		st: modulesInstrumentsPolicyST,
		sn: modulesInstrumentsPolicySN,
		nd: modulesInstrumentsPolicyND
	},
	'modules/instruments/relation': {
		fr: modulesInstrumentsRelationFR,
		pt: modulesInstrumentsRelationPT,
		st: modulesInstrumentsRelationST,
		sn: modulesInstrumentsRelationSN,
		nd: modulesInstrumentsRelationND
	},
	'modules/registers': {
		fr: modulesRegistersFR,
		pt: modulesRegistersPT,
		st: modulesRegistersST,
		sn: modulesRegistersSN,
		nd: modulesRegistersND
	},
	'modules/registers/capture': {
		fr: modulesRegistersCaptureFR,
		pt: modulesRegistersCapturePT,
		st: modulesRegistersCaptureST,
		sn: modulesRegistersCaptureSN,
		nd: modulesRegistersCaptureND
	},
	'modules/registers/conversion': {
		fr: modulesRegistersConversionFR,
		pt: modulesRegistersConversionPT,
		st: modulesRegistersConversionST,
		sn: modulesRegistersConversionSN,
		nd: modulesRegistersConversionND
	},
	'modules/registers/declaration': {
		fr: modulesRegistersDeclarationFR,
		pt: modulesRegistersDeclarationPT,
		st: modulesRegistersDeclarationST,
		sn: modulesRegistersDeclarationSN,
		nd: modulesRegistersDeclarationND
	},
	'modules/registers/drafting': {
		fr: modulesRegistersDraftingFR,
		pt: modulesRegistersDraftingPT,
		st: modulesRegistersDraftingST,
		sn: modulesRegistersDraftingSN,
		nd: modulesRegistersDraftingND
	},
	'modules/registers/edition': {
		fr: modulesRegistersEditionFR,
		pt: modulesRegistersEditionPT,
		st: modulesRegistersEditionST,
		sn: modulesRegistersEditionSN,
		nd: modulesRegistersEditionND
	},
	'modules/registers/entry': {
		fr: modulesRegistersEntryFR,
		pt: modulesRegistersEntryPT,
		st: modulesRegistersEntryST,
		sn: modulesRegistersEntrySN,
		nd: modulesRegistersEntryND
	},
	'modules/registers/exchange': {
		fr: modulesRegistersExchangeFR,
		pt: modulesRegistersExchangePT,
		st: modulesRegistersExchangeST,
		sn: modulesRegistersExchangeSN,
		nd: modulesRegistersExchangeND
	},
	'modules/registers/figures': {
		fr: modulesRegistersFiguresFR,
		pt: modulesRegistersFiguresPT,
		st: modulesRegistersFiguresST,
		sn: modulesRegistersFiguresSN,
		nd: modulesRegistersFiguresND
	},
	'modules/registers/listing': {
		fr: modulesRegistersListingFR,
		pt: modulesRegistersListingPT,
		st: modulesRegistersListingST,
		sn: modulesRegistersListingSN,
		nd: modulesRegistersListingND
	},
	'modules/registers/report': {
		fr: modulesRegistersReportFR,
		pt: modulesRegistersReportPT,
		st: modulesRegistersReportST,
		sn: modulesRegistersReportSN,
		nd: modulesRegistersReportND
	},
	'modules/registers/submission': {
		fr: modulesRegistersSubmissionFR,
		pt: modulesRegistersSubmissionPT,
		st: modulesRegistersSubmissionST,
		sn: modulesRegistersSubmissionSN,
		nd: modulesRegistersSubmissionND
	},
	'modules/registers/upgrade': {
		fr: modulesRegistersUpgradeFR,
		pt: modulesRegistersUpgradePT,
		st: modulesRegistersUpgradeST,
		sn: modulesRegistersUpgradeSN,
		nd: modulesRegistersUpgradeND
	},
	'modules/registers/xlsform': {
		fr: modulesRegistersXlsformFR,
		pt: modulesRegistersXlsformPT,
		st: modulesRegistersXlsformST,
		sn: modulesRegistersXlsformSN,
		nd: modulesRegistersXlsformND
	},
	'platform/access': {
		fr: platformAccessFR,
		pt: platformAccessPT,
		st: platformAccessST,
		sn: platformAccessSN,
		nd: platformAccessND
	},
	'platform/access/sign-in': {
		fr: platformAccessSignInFR,
		pt: platformAccessSignInPT,
		st: platformAccessSignInST,
		sn: platformAccessSignInSN,
		nd: platformAccessSignInND
	},
	'platform/backup': {
		fr: platformBackupFR,
		pt: platformBackupPT,
		st: platformBackupST,
		sn: platformBackupSN,
		nd: platformBackupND
	},
	'platform/database': {
		fr: platformDatabaseFR,
		pt: platformDatabasePT,
		st: platformDatabaseST,
		sn: platformDatabaseSN,
		nd: platformDatabaseND
	},
	'platform/events': {
		fr: platformEventsFR,
		pt: platformEventsPT,
		st: platformEventsST,
		sn: platformEventsSN,
		nd: platformEventsND
	},
	'platform/exchange': {
		fr: platformExchangeFR,
		pt: platformExchangePT,
		st: platformExchangeST,
		sn: platformExchangeSN,
		nd: platformExchangeND
	},
	'platform/files': {
		fr: platformFilesFR,
		pt: platformFilesPT,
		st: platformFilesST,
		sn: platformFilesSN,
		nd: platformFilesND
	},
	'platform/integrity': {
		fr: platformIntegrityFR,
		pt: platformIntegrityPT,
		st: platformIntegrityST,
		sn: platformIntegritySN,
		nd: platformIntegrityND
	},
	'platform/jobs': {
		fr: platformJobsFR,
		pt: platformJobsPT,
		st: platformJobsST,
		sn: platformJobsSN,
		nd: platformJobsND
	},
	'platform/languages': {
		fr: platformLanguagesFR,
		pt: platformLanguagesPT,
		st: platformLanguagesST,
		sn: platformLanguagesSN,
		nd: platformLanguagesND
	},
	'platform/mail': {
		fr: platformMailFR,
		pt: platformMailPT,
		st: platformMailST,
		sn: platformMailSN,
		nd: platformMailND
	},
	'platform/operation': {
		fr: platformOperationFR,
		pt: platformOperationPT,
		st: platformOperationST,
		sn: platformOperationSN,
		nd: platformOperationND
	},
	routes: {
		fr: routesFR,
		pt: routesPT,
		st: routesST,
		sn: routesSN,
		nd: routesND
	},
	'routes/[workspace]/administration': {
		fr: routesWorkspaceAdministrationFR,
		pt: routesWorkspaceAdministrationPT,
		st: routesWorkspaceAdministrationST,
		sn: routesWorkspaceAdministrationSN,
		nd: routesWorkspaceAdministrationND
	},
	'routes/[workspace]/administration/outbox': {
		fr: routesWorkspaceAdministrationOutboxFR,
		pt: routesWorkspaceAdministrationOutboxPT,
		st: routesWorkspaceAdministrationOutboxST,
		sn: routesWorkspaceAdministrationOutboxSN,
		nd: routesWorkspaceAdministrationOutboxND
	},
	'routes/account': {
		fr: routesAccountFR,
		pt: routesAccountPT,
		st: routesAccountST,
		sn: routesAccountSN,
		nd: routesAccountND
	},
	'routes/api': {
		fr: routesApiFR,
		pt: routesApiPT,
		st: routesApiST,
		sn: routesApiSN,
		nd: routesApiND
	},
	ui: {
		fr: uiFR,
		pt: uiPT,
		st: uiST,
		sn: uiSN,
		nd: uiND
	}
}
