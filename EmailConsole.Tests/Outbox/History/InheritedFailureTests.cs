using EmailConsole.Delivery;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Outbox.History;

/// <summary>What a tenant may read of attempts through the super tenant's provider.</summary>
public sealed class InheritedFailureTests
{
    [Fact]
    public async Task Story_ProviderOfAnother_TellsNothingOfItsServer()
    {
        await using var bed = await OutboxBed.OpenAsync();
        var id = await bed.AcceptAsync(Emails.New());
        await bed.RecordAsync(await bed.TakeOneAsync(id), Emails.Failed(535, DeliveryStage.Authenticate), TenantDomain.SuperTenantId);

        var own = (await bed.History.FindAsync(bed.Foo, id, default))!;
        var super = (await bed.History.FindAsync(null, id, default))!;

        const string words = "The super tenant's email provider did not pass Authenticate: refused.";
        Assert.Equal((null, words), (own.Attempts[0].ServerText, own.Attempts[0].Cause));
        Assert.Equal((words, words), (own.Email.LastReply, own.Email.Recipients[0].LastReply));
        Assert.Equal(("535 words of the server", "The cause."), (super.Attempts[0].ServerText, super.Attempts[0].Cause));
    }

    [Theory]
    [InlineData(DeliveryStage.Recipient, 550, true)]
    [InlineData(DeliveryStage.Content, 554, true)]
    [InlineData(DeliveryStage.Authenticate, 535, false)]
    public async Task Story_AboutItsRecipientOrThroughItsOwn_TellsAll(DeliveryStage stage, int code, bool isInherited)
    {
        await using var bed = await OutboxBed.OpenAsync();
        var id = await bed.AcceptAsync(Emails.New());
        await bed.RecordAsync(await bed.TakeOneAsync(id), Emails.Failed(code, stage), isInherited ? TenantDomain.SuperTenantId : bed.Foo);

        var story = (await bed.History.FindAsync(bed.Foo, id, default))!;

        Assert.Equal(($"{code} words of the server", $"{code} words of the server"), (story.Attempts[0].ServerText, story.Email.LastReply));
    }
}
