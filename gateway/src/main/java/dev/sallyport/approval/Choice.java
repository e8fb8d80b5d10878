package dev.sallyport.approval;

/** What an approver says. */
public enum Choice {
    APPROVE,
    DENY
}
