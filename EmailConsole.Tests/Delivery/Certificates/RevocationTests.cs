using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Certificates;

public sealed class RevocationTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public RevocationTests() => _bed.Settings = _bed.Settings with { Encryption = SmtpEncryption.StartTlsRequired };

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendOnceAsync_Revoked_IsRefusedBeforeCredentials()
    {
        await using var lists = await RevocationListServer.StartAsync();
        using var certificate = _bed.Certificates.IssueWithList(lists.Address, SenderBed.Host);
        lists.List = _bed.Certificates.RevocationList(certificate);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.CertificateRevoked, DeliveryStage.Encrypt), (failure.Kind, failure.Stage));
        await server.ClosedAsync();
        Assert.Equal(["EHLO", "STARTTLS"], server.Commands.Select(c => c.Split(' ')[0]));
    }

    [Fact]
    public async Task SendOnceAsync_NotOnTheList_DeliversWithoutWarning()
    {
        await using var lists = await RevocationListServer.StartAsync();
        using var certificate = _bed.Certificates.IssueWithList(lists.Address, SenderBed.Host);
        using var other = _bed.Certificates.Issue("other.example");
        lists.List = _bed.Certificates.RevocationList(other);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();

        await _bed.DeliverAsync(server);

        Assert.Null(_bed.Listener.Passed[DeliveryStage.Encrypt].Warning);
    }

    [Fact]
    public async Task SendOnceAsync_ListDoesNotAnswer_DeliversWithAWarning()
    {
        await using var lists = await RevocationListServer.StartAsync();
        using var certificate = _bed.Certificates.IssueWithList(lists.Address, SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();

        await _bed.DeliverAsync(server);

        Assert.Contains("could not be asked", _bed.Listener.Passed[DeliveryStage.Encrypt].Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_ListUnreachable_DeliversWithAWarning()
    {
        var lists = await RevocationListServer.StartAsync();
        using var certificate = _bed.Certificates.IssueWithList(lists.Address, SenderBed.Host);
        await lists.DisposeAsync();
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();

        await _bed.DeliverAsync(server);

        Assert.Contains("could not be asked", _bed.Listener.Passed[DeliveryStage.Encrypt].Warning, StringComparison.Ordinal);
    }
}
