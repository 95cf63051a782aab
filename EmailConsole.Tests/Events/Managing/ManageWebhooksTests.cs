using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using EmailConsole.Events;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Managing;
using EmailConsole.Events.Queue;
using EmailConsole.Outbox.Store;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Events.Managing;

/// <summary>What administrators and operators of a tenant do with its webhooks, on the whole console.</summary>
public sealed class ManageWebhooksTests : IAsyncLifetime
{
    private WebhookBed _bed = null!;
    private ClaimsPrincipal _admin = null!;
    private ClaimsPrincipal _operator = null!;

    public async Task InitializeAsync()
    {
        _bed = await WebhookBed.OpenAsync();
        _admin = await _bed.Console.OpenSessionAsync(await _bed.Console.AddTenantAsync(WebhookBed.Domain));
        _operator = await _bed.Console.OpenSessionAsync(await _bed.Console.AddPersonAsync(WebhookBed.Domain, "operator", ActorRole.Operator));
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Add_Endpoint_ShowsItsSecretOnceAndIsToldAtOnce()
    {
        var secret = Assert.IsType<WebhookResult.Secret>(await AddAsync());
        await _bed.Client.SendAsync();

        await _bed.UntilGotAsync("email.delivered");
        Assert.Equal([Sign(secret.Text, _bed.Receiver.Request)], Signatures(_bed.Receiver.Request));
        await using var db = await _bed.Console.OpenDbAsync();
        var row = await db.Set<WebhookEndpoint>().SingleAsync();
        Assert.DoesNotContain(secret.Text["whsec_".Length..], row.ProtectedSecret, StringComparison.Ordinal);
        Assert.DoesNotContain(_bed.Console.Log, line => line.Contains(secret.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Add_ByAnOperatorOrSomebodyElse_IsDenied()
    {
        var stranger = await _bed.Console.OpenSessionAsync(await _bed.Console.AddTenantAsync("bar.example"));
        await AddAsync();
        var row = (await ListAsync())[0];

        foreach (var person in new[] { _operator, stranger, new ClaimsPrincipal() })
        {
            Assert.IsType<WebhookResult.Denied>(await Manage.AddAsync(person, WebhookBed.Domain, Draft(), default));
            Assert.IsType<WebhookResult.Denied>(await Manage.ChangeAsync(person, WebhookBed.Domain, row, Draft(), default));
            Assert.IsType<WebhookResult.Denied>(await Manage.PauseAsync(person, WebhookBed.Domain, row, default));
            Assert.IsType<WebhookResult.Denied>(await Manage.ResumeAsync(person, WebhookBed.Domain, row, default));
            Assert.IsType<WebhookResult.Denied>(await Manage.RotateAsync(person, WebhookBed.Domain, row, default));
            Assert.IsType<WebhookResult.Denied>(await Manage.RevokePreviousAsync(person, WebhookBed.Domain, row, default));
            Assert.IsType<WebhookResult.Denied>(await Manage.DeleteAsync(person, WebhookBed.Domain, row.Id, default));
            Assert.IsType<WebhookResult.Denied>(await Replay.TestAsync(person, WebhookBed.Domain, row.Id, default));
        }

        Assert.False((await View.ListAsync(_operator, WebhookBed.Domain, default))!.MayEdit);
        Assert.Null(await View.ListAsync(stranger, WebhookBed.Domain, default));
        Assert.IsType<WebhookResult.Denied>(await Replay.AllFailedAsync(stranger, WebhookBed.Domain, row.Id, default, default));
        Assert.IsType<WebhookResult.Gone>(await Manage.DeleteAsync(stranger, "bar.example", row.Id, default));
        Assert.IsType<WebhookResult.Gone>(await Replay.AllFailedAsync(stranger, "bar.example", row.Id, default, default));
        Assert.Null(await View.DeliveriesAsync(stranger, "bar.example", row.Id, false, null, default));
        Assert.Single(_bed.Console.Service<EndpointDirectory>().Active);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hooks.example.com")]
    [InlineData("ftp://hooks.example.com/")]
    [InlineData("https://user:pw@hooks.example.com/")]
    [InlineData("https://hooks.example.com/#part")]
    [InlineData("https://10.0.0.1/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[fd00::1]/hook")]
    public async Task Add_AddressThatIsNotTaken_SaysWhatToEnter(string url)
    {
        var invalid = Assert.IsType<WebhookResult.Invalid>(await Manage.AddAsync(_admin, WebhookBed.Domain, new EndpointDraft(url, EventTypeNames.Usual), default));

        Assert.Equal(nameof(EndpointDraft.Url), Assert.Single(invalid.Problems).Field);
    }

    [Fact]
    public async Task Add_NoEventChosen_IsInvalid() => Assert.Equal(
        nameof(EndpointDraft.Types),
        Assert.Single(Assert.IsType<WebhookResult.Invalid>(
            await Manage.AddAsync(_admin, WebhookBed.Domain, Draft() with { Types = EventTypes.WebhookTest }, default)).Problems).Field);

    [Fact]
    public async Task Add_TheEleventh_IsTooMany()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => AddAsync()));

        Assert.Equal(10, results.Count(r => r is WebhookResult.Secret));
        Assert.Equal(2, results.Count(r => r is WebhookResult.TooMany { Limit: 10 }));
    }

    [Fact]
    public async Task Rotate_UntilTheDayIsOver_TwoSecretsSign()
    {
        var former = ((WebhookResult.Secret)await AddAsync()).Text;

        var next = Assert.IsType<WebhookResult.Secret>(await Manage.RotateAsync(_admin, WebhookBed.Domain, (await ListAsync())[0], default)).Text;

        await Replay.TestAsync(_admin, WebhookBed.Domain, (await ListAsync())[0].Id, default);
        var request = _bed.Receiver.Request;
        Assert.Equal([Sign(next, request), Sign(former, request)], Signatures(request));
        Assert.Equal("webhook.test", request.Json.GetProperty("type").GetString());
        Assert.IsType<WebhookResult.Done>(await Manage.RevokePreviousAsync(_admin, WebhookBed.Domain, (await ListAsync())[0], default));
        await Replay.TestAsync(_admin, WebhookBed.Domain, (await ListAsync())[0].Id, default);
        Assert.Equal([Sign(next, _bed.Receiver.Requests[1])], Signatures(_bed.Receiver.Requests[1]));
    }

    [Fact]
    public async Task Change_OfWhatSomebodyElseHasChanged_IsAConflict()
    {
        await AddAsync();
        var seen = (await ListAsync())[0];
        Assert.IsType<WebhookResult.Done>(await Manage.ChangeAsync(_admin, WebhookBed.Domain, seen, Draft() with { Types = EventTypes.EmailFailed }, default));

        Assert.IsType<WebhookResult.ChangedElsewhere>(await Manage.ChangeAsync(_admin, WebhookBed.Domain, seen, Draft(), default));

        Assert.Equal(EventTypes.EmailFailed, (await ListAsync())[0].Types);
    }

    [Fact]
    public async Task ReplayAllFailed_WhatWaitsForItsNextAttempt_IsSentAtOnce()
    {
        await AddAsync();
        var since = TimeProvider.System.GetUtcNow();
        _bed.Receiver.Answers(500);
        await _bed.Client.SendAsync();
        await Bound.UntilAsync(async () => await _bed.DeliveriesAsync() is [{ State: WebhookState.Waiting, Attempts: > 0 }]);
        await using (var db = await _bed.Console.OpenDbAsync())
        {
            await db.Set<WebhookDelivery>().ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, (DateTimeOffset?)since.AddHours(5)));
        }

        _bed.Receiver.Answers(204);
        var replayed = Assert.IsType<WebhookResult.Replayed>(await Replay.AllFailedAsync(_operator, WebhookBed.Domain, (await ListAsync())[0].Id, since, default));

        Assert.Equal(1, replayed.Count);
        await Bound.UntilAsync(async () => await _bed.DeliveriesAsync() is [{ State: WebhookState.Delivered }]);
    }

    [Fact]
    public async Task Pause_ThenResumeAndReplay_WhatHappenedMeanwhileArrives()
    {
        await AddAsync();
        var since = TimeProvider.System.GetUtcNow();
        await Manage.PauseAsync(_admin, WebhookBed.Domain, (await ListAsync())[0], default);
        var id = await _bed.Client.SendAsync();
        await _bed.Client.UntilAsync(id, "delivered");
        await Bound.UntilAsync(async () => await _bed.DeliveriesAsync() is [{ State: WebhookState.Missed }]);
        var row = (await ListAsync())[0];
        Assert.IsType<WebhookResult.Paused>(await Replay.AllFailedAsync(_operator, WebhookBed.Domain, row.Id, since, default));

        Assert.IsType<WebhookResult.Done>(await Manage.ResumeAsync(_admin, WebhookBed.Domain, row, default));
        var replayed = Assert.IsType<WebhookResult.Replayed>(await Replay.AllFailedAsync(_operator, WebhookBed.Domain, row.Id, since, default));

        Assert.Equal(1, replayed.Count);
        Assert.Equal(id, (await _bed.UntilGotAsync("email.delivered")).GetProperty("emailId").GetGuid());
    }

    [Fact]
    public async Task ReplayOne_ThatArrived_ComesAgainUnderItsId()
    {
        await AddAsync();
        await _bed.Client.SendAsync();
        await _bed.UntilGotAsync("email.delivered");
        await Bound.UntilAsync(async () => await _bed.DeliveriesAsync() is [{ State: WebhookState.Delivered }]);
        var delivery = Assert.Single((await View.DeliveriesAsync(_operator, WebhookBed.Domain, (await ListAsync())[0].Id, false, null, default))!);

        await Replay.OneAsync(_operator, WebhookBed.Domain, delivery.Id, default);

        await _bed.UntilGotAsync("email.delivered", 2);
        Assert.Single(_bed.Receiver.Requests.Select(r => r.Header("webhook-id")).Distinct());
        var story = await View.FindAsync(_operator, WebhookBed.Domain, delivery.Id, default);
        Assert.Equal(_bed.Receiver.Requests[0].Text, story!.Body);
    }

    [Fact]
    public async Task Find_Delivery_NamesItsMessageAsLongAsItIsKept()
    {
        await AddAsync();
        var id = await _bed.Client.SendAsync();
        await _bed.UntilGotAsync("email.delivered");
        var delivery = Assert.Single(await _bed.DeliveriesAsync());
        Assert.Equal(id, (await View.FindAsync(_operator, WebhookBed.Domain, delivery.Id, default))!.MessageId);

        await using var db = await _bed.Console.OpenDbAsync();
        await db.Set<OutboxMessage>().Where(m => m.Id == id).ExecuteDeleteAsync();

        Assert.Null((await View.FindAsync(_operator, WebhookBed.Domain, delivery.Id, default))!.MessageId);
    }

    [Fact]
    public async Task Deliveries_OfManyPages_AreReadOnceEach()
    {
        await AddAsync();
        var endpoint = (await ListAsync())[0].Id;
        await using (var db = await _bed.Console.OpenDbAsync())
        {
            var now = TimeProvider.System.GetUtcNow();
            for (var i = 0; i < 60; i++)
            {
                var happened = new WebhookEvent { Id = Guid.CreateVersion7(now), TenantId = _bed.Tenant, Type = EventTypes.EmailFailed, OccurredAt = now, CreatedAt = now, Body = "{}"u8.ToArray() };
                db.Add(happened);
                db.Add(new WebhookDelivery { Id = Guid.CreateVersion7(now), EndpointId = endpoint, EventId = happened.Id, State = i % 2 == 0 ? WebhookState.Failed : WebhookState.Delivered, Since = now });
            }

            await db.SaveChangesAsync();
        }

        Assert.Equal([25, 25, 10], await PagesAsync(endpoint, onlyFailed: false));
        Assert.Equal([25, 5], await PagesAsync(endpoint, onlyFailed: true));
    }

    [Fact]
    public async Task Test_ReceiverThatRefuses_SaysSo()
    {
        await AddAsync();
        _bed.Receiver.Answers(500, "no such tenant");

        var tested = Assert.IsType<WebhookResult.Tested>(await Replay.TestAsync(_admin, WebhookBed.Domain, (await ListAsync())[0].Id, default));

        Assert.Equal((500, "no such tenant", false), (tested.Answer.Status, tested.Answer.Text, tested.Answer.IsGood));
        Assert.Equal((WebhookState.Failed, null), ((await _bed.DeliveriesAsync())[0].State, (await _bed.DeliveriesAsync())[0].DueAt));
    }

    [Fact]
    public async Task Delete_Endpoint_TellsNothingMore()
    {
        await AddAsync();

        Assert.IsType<WebhookResult.Done>(await Manage.DeleteAsync(_admin, WebhookBed.Domain, (await ListAsync())[0].Id, default));

        await _bed.Client.UntilAsync(await _bed.Client.SendAsync(), "delivered");
        await using var db = await _bed.Console.OpenDbAsync();
        Assert.False(await db.Set<EmailConsole.Outbox.Store.OutboxEvent>().AnyAsync());
        Assert.Empty(_bed.Receiver.Requests);
    }

    private ManageWebhooks Manage => _bed.Console.Service<ManageWebhooks>();

    private ReplayWebhooks Replay => _bed.Console.Service<ReplayWebhooks>();

    private ViewWebhooks View => _bed.Console.Service<ViewWebhooks>();

    private EndpointDraft Draft() => new($"https://localhost:{_bed.Receiver.Port}/hook", EventTypeNames.Usual);

    private Task<WebhookResult> AddAsync() => Manage.AddAsync(_admin, WebhookBed.Domain, Draft(), default);

    private async Task<IReadOnlyList<EndpointRow>> ListAsync() => (await View.ListAsync(_admin, WebhookBed.Domain, default))!.Endpoints;

    private async Task<IReadOnlyList<int>> PagesAsync(Guid endpoint, bool onlyFailed)
    {
        List<int> counts = [];
        HashSet<Guid> seen = [];
        for (DeliveryRow? last = null; ;)
        {
            var page = (await View.DeliveriesAsync(_admin, WebhookBed.Domain, endpoint, onlyFailed, last, default))!;
            counts.Add(page.Count);
            Assert.All(page, row => Assert.True(seen.Add(row.Id)));
            if (page.Count < ViewWebhooks.Page)
            {
                return counts;
            }

            last = page[^1];
        }
    }

    private static string[] Signatures(ScriptedRequest request) => request.Header("webhook-signature")!.Split(' ');

    private static string Sign(string secret, ScriptedRequest request) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{request.Header("webhook-id")}.{request.Header("webhook-timestamp")}.{request.Text}")));
}
