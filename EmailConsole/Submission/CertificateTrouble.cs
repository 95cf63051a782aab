using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Delivery.Smtp;

namespace EmailConsole.Submission;

/// <summary>What programs that check the certificate stumble over. They say no more than that they cannot connect, and the console hears nothing of it.</summary>
internal static class CertificateTrouble
{
    // Whoever renews by a program has done it long before: Let's Encrypt's certificates are renewed when a third is left
    private const int LastPart = 10;

    /// <param name="certificate">In force.</param>
    /// <param name="hostName">By which programs connect; one that no certificate can have is not looked for.</param>
    /// <param name="now">In UTC.</param>
    /// <returns>Null: nothing.</returns>
    public static SmtpTrouble? Find(X509Certificate2 certificate, string hostName, DateTimeOffset now)
    {
        var (from, until) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        const string Renew = "Replace the files that Submission:Certificate and Submission:CertificateKey name: they are looked at every five seconds, and no start is needed.";
        return now.UtcDateTime > until ? new SmtpTrouble($"The console's certificate for SMTP has expired on {Write(until)}: programs that check it do not connect.", Renew)
            : now.UtcDateTime < from ? new SmtpTrouble(
                $"The console's certificate for SMTP is valid from {Write(from)} on: programs that check it do not connect before.", $"Check the machine's clock. {Renew}")
            : EhloName.IsValid(hostName) && !certificate.MatchesHostname(hostName, allowWildcards: true, allowCommonName: false) ? new SmtpTrouble(
                $"The console's certificate for SMTP does not name {hostName}: programs that check it do not connect.",
                "Get one with that name among its subject alternative names, or set Submission:HostName to the name that it has and by which programs reach the console.")
            : until - now.UtcDateTime < (until - from) / LastPart ? new SmtpTrouble($"The console's certificate for SMTP expires on {Write(until)}.", Renew)
            : certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? new SmtpTrouble(
                "The console's certificate for SMTP is signed by itself: programs that check it connect only where they were told to trust it.",
                $"Get one from an authority that the programs trust, or have each of them trust this one. {Renew}")
            : null;
    }

    private static string Write(DateTime time) => time.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
