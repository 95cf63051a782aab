using EmailConsole.EmailProviders.Hints;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Components;

/// <summary>
/// The form between a load and a save: what is stored, what stands in it, and what to say about it. An error shows once
/// its field was left, typing paused, or an Update was tried; it goes as soon as it is mended.
/// </summary>
public sealed class EmailProviderFormState
{
    private static readonly EmailProviderSettings Blank = new();

    private readonly EmailProviderDraft _before;
    private readonly HashSet<string> _edited = new(StringComparer.Ordinal);
    private readonly HashSet<string> _judged = new(StringComparer.Ordinal);
    private IReadOnlyList<FieldError> _errors = [];
    private IReadOnlyList<FieldError> _refused = [];
    private IReadOnlyList<FieldHint> _hints = [];
    private bool _judgesAll;

    public EmailProviderFormState(StoredEmailProvider? stored, EmailProviderDraft? draft = null)
    {
        Stored = stored;
        BasedOn = stored?.Version;
        _before = EmailProviderDraft.From(stored?.Settings ?? Blank);
        Draft = draft ?? EmailProviderDraft.From(stored?.Settings ?? Blank);
        _hints = Stored is null && draft is null ? [] : FindHints();
    }

    /// <summary>Called after an edit, for whoever shows the state.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>Whether the chosen preset is not the one of these settings any more: then it is a server of one's own.</summary>
    public Func<EmailProviderSettings, bool> IsPresetLeft { get; set; } = _ => false;

    /// <summary>Which of the tenant's providers it is.</summary>
    public FormPlace Place
    {
        get;
        set
        {
            if (field != value)
            {
                field = value;
                _hints = Stored is null && _hints.Count == 0 ? _hints : FindHints();
            }
        }
    } = new();

    /// <summary>What the form was loaded with; null: the tenant has no provider of its own.</summary>
    public StoredEmailProvider? Stored { get; }

    /// <summary>The version that the person typed over, null for none: an older one than <see cref="Stored"/> is a conflict for whoever saves.</summary>
    public Guid? BasedOn { get; init; }

    public EmailProviderDraft Draft { get; }

    /// <summary>One that this console does not know is shown as SMTP, so that another one can be chosen.</summary>
    public IProviderKind Kind => ProviderKinds.Find(Draft.Kind) ?? ProviderKinds.Find(ProviderKinds.Smtp)!;

    /// <summary>The errors that show, in the order of the form.</summary>
    public IReadOnlyList<FieldError> Errors =>
        [.. _errors.Where(e => _judgesAll || _judged.Contains(e.Field)), .. _refused.Where(r => _errors.All(e => e.Field != r.Field))];

    /// <summary>The labels of the fields that differ from what is stored.</summary>
    public IReadOnlyList<string> UnsavedChanges => [.. ChangedFields.Select(ProviderFields.Label)];

    /// <summary>The names of the fields that differ from what is stored.</summary>
    public IReadOnlyList<string> ChangedFields
    {
        get
        {
            var (before, now) = (Normalisation.Normalise(Stored?.Settings ?? Blank), Draft.ToSettings());
            var input = Draft.ToInput();
            return
            [
                .. ProviderFields.Shown.Where(f => f.AppliesTo(now) && f.Show(before) != f.Show(now)).Select(f => f.Name),
                .. ProviderFields.Secrets.Where(s => s.Typed(input) is SecretInput.Replaced).Select(s => s.Name),
            ];
        }
    }

    /// <summary>What was typed over what is stored, by field and without secrets: what the browser keeps.</summary>
    public IReadOnlyDictionary<string, string> Typed => Draft.TypedOver(_before);

    public bool NeedsClearTextConfirmation => ClearTextRule.NeedsConfirmation(Draft.ToSettings());

    public SecretStatus Password => SecretStatus.Of(
        Stored, s => s.HasPassword, s => s.IsPasswordUnreadable, s => SecretRule.FindPasswordObstacle(s, Draft.ToSettings()));

    public SecretStatus ClientSecret => SecretStatus.Of(
        Stored, s => s.HasClientSecret, s => s.IsClientSecretUnreadable, s => SecretRule.FindClientSecretObstacle(s, Draft.ToSettings()));

    public string? ErrorOf(string field) => Errors.FirstOrDefault(e => e.Field == field)?.Message;

    /// <summary>What is allowed in the field and rarely meant; null: nothing to say.</summary>
    public string? HintOf(string field) => _hints.FirstOrDefault(h => h.Field == field)?.Message;

    /// <summary>The field's text as it is stored.</summary>
    public string StoredText(string field) => _before.TextOf(field);

    /// <summary>What is known about a secret.</summary>
    public SecretStatus SecretOf(ProviderSecret secret) => secret.Name switch
    {
        nameof(EmailProviderInput.Password) => Password,
        nameof(EmailProviderInput.ClientSecret) => ClientSecret,
        _ => SecretStatus.Of(Stored, secret.IsStored, s => s.AreSecretsUnreadable, s => SecretRule.FindKindObstacle(secret, s, Draft.ToSettings())),
    };

    /// <summary>The same form over what is stored now, which differs in nothing that stands in it.</summary>
    internal EmailProviderFormState Over(StoredEmailProvider stored)
    {
        var next = new EmailProviderFormState(stored, Draft)
        {
            Changed = Changed,
            IsPresetLeft = IsPresetLeft,
            Place = Place,
            _errors = _errors,
            _refused = _refused,
            _hints = _hints,
            _judgesAll = _judgesAll,
        };
        next._edited.UnionWith(_edited);
        next._judged.UnionWith(_judged);
        return next;
    }

    /// <summary>A field was changed.</summary>
    public void Edit(string field)
    {
        _edited.Add(field);
        _refused = [.. _refused.Where(e => e.Field != field)];
        _errors = FindErrors();

        // While somebody types, hints that no longer hold go, and none comes up
        _hints = [.. _hints.Intersect(FindHints())];
        Changed();
    }

    /// <summary>A field was left: if something was typed there, it is judged now.</summary>
    public void Leave(string field)
    {
        if (_edited.Remove(field))
        {
            TakeHostApart();
            _judged.Add(field);
            Check();
        }
    }

    /// <summary>Typing paused: what was typed is judged.</summary>
    public void Pause()
    {
        _judged.UnionWith(_edited);
        _edited.Clear();
        Check();
    }

    /// <summary>Judges every field.</summary>
    /// <returns>Whether it can be saved.</returns>
    public bool JudgeAll()
    {
        _judgesAll = true;
        _refused = [];
        TakeHostApart();
        Check();
        return _errors.Count == 0;
    }

    /// <summary>Shows what the server refused.</summary>
    public void Refuse(IReadOnlyList<FieldError> errors)
    {
        _judgesAll = true;
        _refused = errors;
        Check();
    }

    /// <summary>A port that stands with the host goes to its own field. Not while somebody types: its next digit would come to the host.</summary>
    public void TakeHostApart()
    {
        if (HostEntry.Find(Draft.Host) is { } entry)
        {
            entry.Fill(Draft);
            Check();
            Changed();
        }
    }

    private void Check()
    {
        if (IsPresetLeft(Draft.ToSettings()))
        {
            Draft.Preset = null;
            Changed();
        }

        (_errors, _hints) = (FindErrors(), FindHints());
    }

    private IReadOnlyList<FieldError> FindErrors() => EmailProviderValidation.FindErrors(Draft.ToInput(), Stored, Place.IsStandby);

    private IReadOnlyList<FieldHint> FindHints() => Place.FindAlignmentHint(Draft.FromAddress) is { } alignment
        ? [new FieldHint(nameof(EmailProviderSettings.FromAddress), alignment), .. ProviderHints.Find(Draft.ToSettings())]
        : ProviderHints.Find(Draft.ToSettings());
}
