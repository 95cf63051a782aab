using System.Text.RegularExpressions;
using Bunit;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Components;
using EmailConsole.EmailProviders;
using EmailConsole.Tenants;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace EmailConsole.Tests.Delivery.Advice;

/// <summary>Advice is for who reads it: what only whoever runs the console can do is asked of nobody else.</summary>
public sealed partial class ReaderTests
{
    private const string Instruction = "add its address and port to Network:Allow in appsettings.json.";

    [Fact]
    public void Rows_WhatBelongsToTheMachine_StandsInItsOwnTemplateAlone()
    {
        var mixed = DeliveryAdvisor.Rows
            .SelectMany(row => new[] { row.Cause, row.Cure, row.More, row.Command })
            .Concat(DeliveryAdvisor.Rows.SelectMany(row => AdviceText.Asks(row.Cure + row.More)).Select(ask => Ask.All[ask].Words))
            .OfType<string>()
            .Where(text => OfConsole().IsMatch(text));

        Assert.Empty(mixed);
    }

    [Fact]
    public void Rows_ForTheConsole_AreToldApartInEveryCure()
    {
        var facts = new DeliveryFailureFacts(DeliveryFailureKind.Refused, DeliveryStage.Greeting, null, null, null, new EmailProviderSettings { Host = "mail.foo.com", FromAddress = "a@foo.com" }, null);
        var rows = DeliveryAdvisor.Rows.Where(row => row.Console is not null).ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            foreach (var reply in new int?[] { null, 451, 550 })
            {
                var (own, ofConsole) = DeliveryAdvice.Split(DeliveryAdvisor.Fill(row, new ComparableFacts(facts with { ReplyCode = reply })).Cure);
                Assert.Equal(AdviceText.Fill(row.Console!, facts), ofConsole);
                Assert.DoesNotMatch(OfConsole(), own ?? "");
            }
        });
    }

    [Fact]
    public async Task Request_ToATenant_IsATextToSend()
    {
        await using var page = Open();

        var cure = Render(page, runsConsole: false);

        Assert.Equal("Do: Use a public server.", cure.Find(".cure").TextContent.Trim());
        Assert.Contains("an administrator of the super tenant. Send them:", cure.Find(".cure-request").TextContent, StringComparison.Ordinal);
        Assert.Equal($"Mail of foo.com: It may not connect. To allow it, {Instruction}", cure.Find("blockquote").TextContent);
        Assert.NotNull(cure.Find("button[aria-label='Copy the text to send']"));
    }

    [Fact]
    public async Task Request_ToWhoeverRunsTheConsole_IsTheInstruction()
    {
        await using var page = Open();

        var cure = Render(page, runsConsole: true);

        Assert.Empty(cure.FindAll(".cure-request"));
        Assert.Equal($"Do: Use a public server. To allow it, {Instruction}", cure.Find(".cure").TextContent.Trim());
    }

    [Fact]
    public void Split_CureWithoutIt_IsTheTenants() => Assert.Equal(("Do it.", null), DeliveryAdvice.Split("Do it."));

    [Theory]
    [InlineData("450 4.2.0 <x@foo.com>: Recipient address rejected: Greylisted, see http://postgrey.example/", "tried again", "Check|typing")]
    [InlineData("450 4.2.0 Recipient rejected, try again later", "tried again", "Check|typing")]
    [InlineData("451 4.7.1 Greylisting in action, please come back later", "tried again", "Check|typing")]
    public void Advise_WaitsBeforeItTakesMail_SaysToWait(string reply, string says, string never)
    {
        var cure = Advise("mail.foo.com", DeliveryStage.Recipient, DeliveryFailureKind.RecipientRefused, reply).Cure;

        Assert.Matches(says, cure);
        Assert.DoesNotMatch(never, cure);
    }

    [Theory]
    [InlineData("421 4.3.2 Service shutting down", DeliveryStage.Sender)]
    [InlineData("421 too busy", DeliveryStage.Greeting)]
    [InlineData("421 4.7.0 refused", DeliveryStage.Greeting)]
    public void Advise_EndsTheConnection_HasACure(string reply, DeliveryStage stage) =>
        Assert.Contains("tried again by itself", Advise("mail.foo.com", stage, DeliveryFailureKind.Refused, reply).Cure, StringComparison.Ordinal);

    [Theory]
    [InlineData("relay.foo.com")]
    [InlineData("192.0.2.1")]
    [InlineData("smtp.office365.com")]
    public void Advise_SmtpAuthOff_SaysSoWhateverTheHost(string host)
    {
        var advice = Advise(host, DeliveryStage.Authenticate, DeliveryFailureKind.AuthenticationRefused,
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled");

        Assert.Contains("SMTP AUTH is switched off", advice.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("Check Username and Password", advice.Cure, StringComparison.Ordinal);
        Assert.Contains("Set-CASMailbox", advice.Command, StringComparison.Ordinal);
    }

    private static DeliveryAdvice Advise(string host, DeliveryStage stage, DeliveryFailureKind kind, string reply)
    {
        var parts = reply.Split(' ');
        return new DeliveryAdvisor().Advise(new DeliveryFailureFacts(
            kind, stage, int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1].Contains('.', StringComparison.Ordinal) ? parts[1] : null, reply,
            new EmailProviderSettings { Host = host, FromAddress = "codes@foo.com", Username = "codes@foo.com" }, null));
    }

    private static BunitContext Open()
    {
        var page = new BunitContext();
        page.Services.AddMudServices().AddSingleton(TimeProvider.System);
        page.JSInterop.Mode = JSRuntimeMode.Loose;
        page.Render<MudBlazor.MudPopoverProvider>();
        return page;
    }

    private static IRenderedComponent<CureText> Render(BunitContext page, bool runsConsole) => page.Render<CureText>(p => p
        .AddCascadingValue(new PageReader("foo.com", runsConsole))
        .Add(c => c.Cause, "It may not connect.")
        .Add(c => c.Cure, DeliveryAdvice.Join("Use a public server.", $"To allow it, {Instruction}")));

    // Files and keys of the configuration, and what else is the machine's
    [GeneratedRegex(@"appsettings|deployment\.toml|\b(Tls|Network|Delivery|KeyRing|Secrets|DevelopmentMailbox):[A-Z]|this (server|machine)'s (DNS|clock|network)|\bPTR record made|ulimit|administrator of the platform|platform's administrator", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfConsole();
}
