namespace EmailConsole.Delivery;

/// <summary>What a check of a provider's credentials found. Nothing was sent, whatever it is: no delivery. A closed list; nothing is thrown for an expected failure.</summary>
public abstract record CredentialCheck
{
    private CredentialCheck()
    {
    }

    /// <param name="By">Who accepts them: the server, the service, or the issuer of the access token.</param>
    /// <param name="Found">What else was learned, in whole sentences; empty: nothing.</param>
    public sealed record Accepted(string By, string Found) : CredentialCheck;

    /// <param name="Failure">Why they were not, or why nobody could be asked.</param>
    public sealed record Failed(DeliveryFailure Failure) : CredentialCheck
    {
        /// <summary>Whether somebody who was asked does not accept them; else they could not be checked.</summary>
        public bool IsRefused => Failure is { Blame: Blame.Credentials, Stage: DeliveryStage.Token or DeliveryStage.Authenticate or DeliveryStage.Answer };
    }

    /// <summary>With these settings there is no way to check them.</summary>
    public sealed record NotOffered : CredentialCheck;
}

/// <summary>How credentials are checked.</summary>
public enum CheckWay
{
    /// <summary>By signing in to the SMTP server.</summary>
    SignIn = 0,

    /// <summary>By asking for an access token: who gets one has the right credentials.</summary>
    Token = 1,

    /// <summary>By a request of an API that changes nothing.</summary>
    Request = 2,
}
