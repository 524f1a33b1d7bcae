// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Condition types. Ready, Reconciling and Stalled follow kstatus, so that kubectl wait,
// Flux and Argo CD understand every kind; the others say which part is meant.
const (
	// ConditionReady is True when customers get what the spec asks for. A batch that was
	// rolled back is not Ready but Stalled: what Git asks for is not live.
	ConditionReady = "Ready"
	// ConditionReconciling is True while the controller is still at work or waits for
	// something that is expected to come by itself. It is absent otherwise.
	ConditionReconciling = "Reconciling"
	// ConditionStalled is True when nothing moves until a person changes something. It is
	// absent otherwise.
	ConditionStalled = "Stalled"

	// ConditionAccepted is True when the spec is valid beyond what the schema can check.
	ConditionAccepted = "Accepted"
	// ConditionReferencesResolved is True when every object that a spec names exists.
	ConditionReferencesResolved = "ReferencesResolved"
	// ConditionReleaseLoaded is True on a Bot when every ready pod serves the release that
	// its pointer names.
	ConditionReleaseLoaded = "ReleaseLoaded"
	// ConditionAvailable is True on a BotRelease whose bundle is complete, so that it can be
	// served.
	ConditionAvailable = "Available"
	// ConditionLive is True on the BotRelease that its Bot serves.
	ConditionLive = "Live"
	// ConditionGatesPassing is True on an IntentBatch when every gate's verdict is Pass.
	ConditionGatesPassing = "GatesPassing"
	// ConditionDataAvailable is True when the metrics behind an object could be read and
	// are fresh.
	ConditionDataAvailable = "DataAvailable"
	// ConditionDefinitionLocked is True on a KPITarget while a changed definition has to
	// wait, False once the lock has ended. It is absent where none was asked for.
	ConditionDefinitionLocked = "DefinitionLocked"
)

// Reasons of conditions and events that several kinds share.
const (
	ReasonReady       = "Ready"
	ReasonAccepted    = "Accepted"
	ReasonInvalidSpec = "InvalidSpec"
	// ReasonSpecDoubtful is of the event when a spec is accepted that is probably not meant.
	ReasonSpecDoubtful      = "SpecDoubtful"
	ReasonReferenceNotFound = "ReferenceNotFound"
	ReasonResolved          = "Resolved"
	ReasonSecretNotFound    = "SecretNotFound"
	ReasonApplyFailed       = "ApplyFailed"
	ReasonProgressing       = "Progressing"
	ReasonMetricsError      = "MetricsError"
	ReasonMetricsAvailable  = "MetricsAvailable"
	ReasonNoData            = "NoData"
	// ReasonNotAllowed means that the operator was not started so that it may do this for the
	// author of the spec.
	ReasonNotAllowed = "NotAllowed"
	// ReasonAutomationDisabled is of a Bot whose spec.automation is Disabled, and of its batches.
	ReasonAutomationDisabled = "AutomationDisabled"
)

// Reasons on a Bot.
const (
	ReasonPodsNotReady      = "PodsNotReady"
	ReasonReleaseNotLoaded  = "ReleaseNotLoaded"
	ReasonReleaseLoaded     = "ReleaseLoaded"
	ReasonReleaseInvalid    = "ReleaseInvalid"
	ReasonTemplateInvalid   = "TemplateInvalid"
	ReasonPolicyNotAccepted = "PolicyNotAccepted"
	ReasonRolloutChanged    = "RolloutChanged"
	ReasonDriftRepaired     = "DriftRepaired"
	// ReasonPinned means that spec.releaseRef of the Bot names what is served.
	ReasonPinned = "Pinned"
	// ReasonIntentWithdrawn is of the event when a live answer is gone because its Intent was
	// deleted.
	ReasonIntentWithdrawn = "IntentWithdrawn"
	// ReasonUnguardedChange is of the event when a change of the policy, the engine or
	// the bot's own texts came into force at once, without gates.
	ReasonUnguardedChange = "UnguardedChange"
	// ReasonReleaseCreated and ReasonReleaseRestored are of events about BotReleases.
	ReasonReleaseCreated  = "ReleaseCreated"
	ReasonReleaseRestored = "ReleaseRestored"
)

// Reasons on a BotRelease.
const (
	ReasonBundleComplete = "BundleComplete"
	ReasonBundleMissing  = "BundleMissing"
	ReasonServed         = "Served"
	ReasonNotServed      = "NotServed"
)

// Reasons on an Intent.
const (
	ReasonDraft              = "Draft"
	ReasonDuplicateUtterance = "DuplicateUtterance"
	ReasonInSeveralBatches   = "InSeveralBatches"
	ReasonRevisionCreated    = "RevisionCreated"
)

// Reasons on an IntentBatch. Together they name every state in which a batch can be.
const (
	ReasonQueued             = "Queued"
	ReasonDependencyPending  = "DependencyPending"
	ReasonDependencyCycle    = "DependencyCycle"
	ReasonAnotherBatchActive = "AnotherBatchActive"
	ReasonBaselinePending    = "BaselinePending"
	ReasonBotNotReady        = "BotNotReady"
	ReasonStepStarted        = "StepStarted"
	ReasonCollectingEvidence = "CollectingEvidence"
	ReasonInconclusive       = "Inconclusive"
	ReasonFrozen             = "Frozen"
	ReasonApprovalRequired   = "ApprovalRequired"
	ReasonReviewOverdue      = "ReviewOverdue"
	ReasonHeld               = "Held"
	ReasonHeldOnFailure      = "HeldOnFailure"
	ReasonHeldOnTimeout      = "HeldOnTimeout"
	ReasonSampleRatio        = "SampleRatioMismatch"
	ReasonStaleData          = "StaleData"
	ReasonCommonCause        = "CommonCause"
	ReasonGateFailed         = "GateFailed"
	ReasonRolledBack         = "RolledBack"
	ReasonPromoted           = "Promoted"
	ReasonPromoting          = "Promoting"
	ReasonReverted           = "Reverted"
	ReasonResumed            = "Resumed"
	ReasonGatesKept          = "GatesKept"
	ReasonFirstRelease       = "FirstRelease"
	ReasonSuperseded         = "Superseded"
	ReasonRetried            = "Retried"
	ReasonReleased           = "Released"
	ReasonEvidenceLost       = "EvidenceLost"
	ReasonGateInvalid        = "GateInvalid"
)

// Reasons on an EscalationPolicy.
const (
	ReasonCompileFailed = "CompileFailed"
)

// Reasons on a KPITarget.
const (
	ReasonMeasured       = "Measured"
	ReasonTooFewSamples  = "TooFewSamples"
	ReasonBaselining     = "Baselining"
	ReasonWindowTooShort = "WindowTooShort"
	// ReasonInvalidQuery means that Prometheus cannot read a query of spec.source.
	ReasonInvalidQuery = "InvalidQuery"
	// ReasonLocked means that the spec is the locked definition, ReasonChangePending that it
	// differs and waits.
	ReasonLocked        = "Locked"
	ReasonChangePending = "ChangePending"
	// ReasonLockEnded means that the definition may be changed.
	ReasonLockEnded = "LockEnded"
	// ReasonDefinitionChanged is of the event when a changed definition came into force.
	ReasonDefinitionChanged = "DefinitionChanged"
	// ReasonMilestoneMet and ReasonMilestoneMissed are of events.
	ReasonMilestoneMet    = "MilestoneMet"
	ReasonMilestoneMissed = "MilestoneMissed"
)
