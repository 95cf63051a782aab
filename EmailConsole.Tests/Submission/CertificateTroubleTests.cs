using EmailConsole.Submission;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Submission;

/// <summary>What programs that check the certificate would stumble over.</summary>
public sealed class CertificateTroubleTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("smtp.foo.example", 10, null)]
    [InlineData("SMTP.foo.example", 28, "expires on")]
    [InlineData("smtp.foo.example", 32, "has expired on")]
    [InlineData("smtp.foo.example", -2, "is valid from")]
    [InlineData("mail.foo.example", 10, "does not name mail.foo.example")]
    [InlineData("a.sub.foo.example", 10, null)]
    [InlineData("a.b.sub.foo.example", 10, "does not name a.b.sub.foo.example")]
    [InlineData("any.foo.example", 10, "does not name any.foo.example")]
    [InlineData("[127.0.0.1]", 10, null)]
    public void Find_CertificateOfAMonth_IsWhatIsWrong(string host, int day, string? what)
    {
        using var certificate = _certificates.Issue("smtp.foo.example", "*.sub.foo.example");
        var trouble = CertificateTrouble.Find(certificate, host, new DateTimeOffset(certificate.NotBefore).AddDays(day));

        Assert.Equal(what is not null, trouble is not null);
        Assert.Contains(what ?? "", trouble?.What ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Find_SignedByItself_IsSaid()
    {
        using var certificate = TestCertificates.SelfSign("smtp.foo.example");

        Assert.Contains("signed by itself", CertificateTrouble.Find(certificate, "smtp.foo.example", new DateTimeOffset(certificate.NotBefore).AddDays(1))!.What, StringComparison.Ordinal);
    }

    /// <summary>The common name does not count (RFC 9525 section 2).</summary>
    [Fact]
    public void Find_NameInTheSubjectAlone_IsNoName()
    {
        using var certificate = _certificates.IssueByCommonName("smtp.foo.example");

        Assert.Contains("does not name", CertificateTrouble.Find(certificate, "smtp.foo.example", new DateTimeOffset(certificate.NotBefore).AddDays(1))!.What, StringComparison.Ordinal);
    }
}
